"""Who may do what, and what each role sees of victims. Declared here and nowhere else.

Every rule is a table or one short function. ``docs/permissions.md`` is generated from the tables.
"""

import base64
import hashlib
import hmac
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from graph_service.errors import NotAllowed, PurposeNeeded, StoreUnavailable, WrongCall
from graph_service.settings import Settings


class Role(StrEnum):
    """What a caller may act as."""

    ANALYST = "analyst"
    VAWG_OFFICER = "vawg_officer"
    HIGH_HARM_COORDINATOR = "high_harm_coordinator"
    SERGEANT = "sergeant"
    INSPECTOR = "inspector"
    DETECTIVE_INSPECTOR = "detective_inspector"
    REFERRER = "referrer"
    AUDITOR = "auditor"
    ADMINISTRATOR = "administrator"


class Purpose(StrEnum):
    """What a read is for."""

    INVESTIGATION = "investigation"
    SAFEGUARDING = "safeguarding"
    ORDER_REVIEW = "order_review"
    REFERRAL = "referral"
    SUPERVISION = "supervision"
    AUDIT = "audit"
    DATA_QUALITY = "data_quality"


class Action(StrEnum):
    """What can be asked for or done."""

    READ_LIST = "read_list"
    READ_PERSON = "read_person"
    READ_WHY = "read_why"
    READ_NETWORK = "read_network"
    READ_TIMELINE = "read_timeline"
    SEARCH = "search"
    READ_RUNS = "read_runs"
    COMPARE_RUNS = "compare_runs"
    READ_RECORDS = "read_records"
    READ_QUALITY = "read_quality"
    READ_LINKS = "read_links"
    DECIDE_LINKS = "decide_links"
    DECIDE_LOOK_FIRST = "decide_look_first"
    READ_SETTINGS = "read_settings"
    OPEN_PAGE = "open_page"
    TAKE_ROLE = "take_role"
    INGEST = "ingest"
    SCORE = "score"
    EVALUATE = "evaluate"
    OPERATE = "operate"
    CONFIGURE = "configure"


_OFFICERS = (
    Role.VAWG_OFFICER,
    Role.HIGH_HARM_COORDINATOR,
    Role.SERGEANT,
    Role.INSPECTOR,
    Role.DETECTIVE_INSPECTOR,
)
_READERS = (Role.ANALYST, *_OFFICERS)

PERMISSIONS: Mapping[Action, tuple[Role, ...]] = {
    Action.READ_LIST: (*_READERS, Role.REFERRER),
    Action.READ_PERSON: (*_READERS, Role.REFERRER),
    Action.READ_WHY: (*_READERS, Role.REFERRER),
    Action.READ_NETWORK: _READERS,
    Action.READ_TIMELINE: _READERS,
    Action.SEARCH: (*_READERS, Role.REFERRER),
    Action.READ_RUNS: (*_READERS, Role.AUDITOR),
    Action.COMPARE_RUNS: _READERS,
    Action.READ_RECORDS: (Role.ANALYST,),
    Action.READ_QUALITY: (Role.ANALYST, Role.ADMINISTRATOR),
    Action.READ_LINKS: (Role.ANALYST,),
    Action.DECIDE_LINKS: (Role.ANALYST,),
    Action.DECIDE_LOOK_FIRST: _READERS,
    Action.READ_SETTINGS: (Role.ANALYST, Role.AUDITOR, Role.ADMINISTRATOR),
    Action.OPEN_PAGE: tuple(Role),
    Action.TAKE_ROLE: tuple(Role),
    Action.INGEST: (Role.ANALYST, Role.ADMINISTRATOR),
    Action.SCORE: (Role.ANALYST, Role.ADMINISTRATOR),
    Action.EVALUATE: (Role.ANALYST,),
    Action.OPERATE: (Role.ANALYST, Role.ADMINISTRATOR),
    Action.CONFIGURE: (Role.ANALYST, Role.ADMINISTRATOR),
}

_POLICE = (
    Purpose.INVESTIGATION,
    Purpose.SAFEGUARDING,
    Purpose.ORDER_REVIEW,
    Purpose.REFERRAL,
    Purpose.DATA_QUALITY,
)
PURPOSES: Mapping[Role, tuple[Purpose, ...]] = {
    Role.ANALYST: (*_POLICE, Purpose.SUPERVISION),
    Role.VAWG_OFFICER: _POLICE,
    Role.HIGH_HARM_COORDINATOR: _POLICE,
    Role.SERGEANT: (*_POLICE, Purpose.SUPERVISION),
    Role.INSPECTOR: (*_POLICE, Purpose.SUPERVISION),
    Role.DETECTIVE_INSPECTOR: (*_POLICE, Purpose.SUPERVISION),
    Role.REFERRER: (Purpose.REFERRAL, Purpose.DATA_QUALITY),
    Role.AUDITOR: (Purpose.AUDIT, Purpose.DATA_QUALITY),
    Role.ADMINISTRATOR: (Purpose.DATA_QUALITY,),
}

# What is about one person, search included, needs a purpose.
NEEDS_PURPOSE = (
    Action.READ_PERSON,
    Action.READ_WHY,
    Action.READ_NETWORK,
    Action.READ_TIMELINE,
    Action.DECIDE_LOOK_FIRST,
    Action.SEARCH,
)


class Sees(StrEnum):
    """What a role sees of victims."""

    ALL = "all"
    OWN_AREA = "own area's cases named, others as tokens"
    NONE = "none; counts in bands"


SEES: Mapping[Role, Sees] = {
    Role.ANALYST: Sees.ALL,
    Role.VAWG_OFFICER: Sees.OWN_AREA,
    Role.HIGH_HARM_COORDINATOR: Sees.ALL,
    Role.SERGEANT: Sees.OWN_AREA,
    Role.INSPECTOR: Sees.OWN_AREA,
    Role.DETECTIVE_INSPECTOR: Sees.OWN_AREA,
    Role.REFERRER: Sees.NONE,
    Role.AUDITOR: Sees.NONE,
    Role.ADMINISTRATOR: Sees.NONE,
}


# Free text of rows that name no case: nobody can say whose names stand in it, so it goes to those
# alone who may see every victim named. The title of an intelligence log may give its source away
# as well, and is for those whose work it is to read intelligence.
TEXT_OF_NO_CASE: Mapping[str, tuple[Role, ...]] = {
    "referral": tuple(role for role, sees in SEES.items() if sees is Sees.ALL),
    "intervention": tuple(role for role, sees in SEES.items() if sees is Sees.ALL),
    "intelligence": (Role.ANALYST,),
}

# Intelligence by its handling code (3x5x2): P may be shared for a policing purpose. C may be shared
# under conditions that no extract holds, so nobody else can keep to them; a code that is not known
# may be a C.
HANDLING: Mapping[str | None, tuple[Role, ...]] = {
    "P": _READERS,
    "C": (Role.ANALYST,),
    None: (Role.ANALYST,),
}


@dataclass(frozen=True)
class Caller:
    """Who asks: the user, the role taken, the areas it is for, and the purpose."""

    who: str
    role: Role
    areas: tuple[str, ...] = ()
    purpose: Purpose | None = None

    @property
    def sees(self) -> Sees:
        """What this caller sees of victims."""
        return SEES[self.role]

    def may_name(self, areas_of_cases: Iterable[str]) -> bool:
        """Whether somebody who is protected in cases of these areas is named to this caller."""
        if self.sees is Sees.ALL:
            return True
        return self.sees is Sees.OWN_AREA and not set(self.areas).isdisjoint(areas_of_cases)


def role(text: str) -> Role:
    """A role by name; WrongCall names those there are."""
    try:
        return Role(text)
    except ValueError:
        raise WrongCall(f"There is no such role. Roles: {', '.join(Role)}.") from None


def purpose(text: str) -> Purpose:
    """A purpose by name; WrongCall names those there are."""
    try:
        return Purpose(text)
    except ValueError:
        raise WrongCall(f"There is no such purpose. Purposes: {', '.join(Purpose)}.") from None


def granted(settings: Settings, user: str) -> dict[Role, tuple[str, ...]]:
    """The roles that the settings grant a user, each with its areas; an analyst's role comes first.

    StoreUnavailable where the settings name a role that there is not.
    """
    try:
        held = {Role(grant.role): grant.areas for grant in settings.of(user)}
    except ValueError:
        raise StoreUnavailable(
            f"The home's settings.json grants a role that there is not. Roles: {', '.join(Role)}."
        ) from None
    return dict(sorted(held.items(), key=lambda one: one[0] is not Role.ANALYST))


def check(caller: Caller, action: Action) -> None:
    """NotAllowed or PurposeNeeded unless the caller's role and purpose cover the action."""
    if caller.role not in PERMISSIONS[action]:
        raise NotAllowed(f"The role {caller.role} does not cover this ({action}).")
    if caller.purpose is None:
        if action in NEEDS_PURPOSE:
            raise PurposeNeeded(
                "A read about one person needs a purpose. "
                f"For the role {caller.role}: {', '.join(PURPOSES[caller.role])}."
            )
    elif caller.purpose not in PURPOSES[caller.role]:
        raise NotAllowed(f"The role {caller.role} may not use the purpose {caller.purpose}.")


def token(secret: bytes, caller: Caller, person_id: str) -> str:
    """What stands for a person who may not be named: 130 bits, by role, reader and purpose."""
    message = "\x1f".join((caller.role, caller.who, caller.purpose or "", person_id))
    mac = hmac.new(secret, message.encode(), hashlib.sha256).digest()
    return "T-" + base64.b32encode(mac).decode().lower()[:26]


def band(count: int) -> str:
    """A count as a band: 0, 1, 2 to 3, 4 to 6, 7 and more (design §1)."""
    for most, text in ((0, "0"), (1, "1"), (3, "2\N{EN DASH}3"), (6, "4\N{EN DASH}6")):
        if count <= most:
            return text
    return "7+"
