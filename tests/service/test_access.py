"""The rules of access as truth tables: every action, purpose and sight, for every role."""

import pytest

from graph_service import access
from graph_service.access import PURPOSES, SEES, Action, Caller, Purpose, Role
from graph_service.errors import NotAllowed, PurposeNeeded, StoreUnavailable, WrongCall
from graph_service.settings import Grant, Settings

ROLES = [
    "analyst",
    "vawg_officer",
    "high_harm_coordinator",
    "sergeant",
    "inspector",
    "detective_inspector",
    "referrer",
    "auditor",
    "administrator",
]

MAY = """
read_list     x x x x x x x . .
read_person   x x x x x x x . .
read_why      x x x x x x x . .
read_network  x x x x x x . . .
read_timeline x x x x x x . . .
search        x x x x x x x . .
read_runs     x x x x x x . x .
compare_runs  x x x x x x . . .
read_records  x . . . . . . . .
read_quality  x . . . . . . . x
read_links    x . . . . . . . .
decide_links  x . . . . . . . .
decide_look_first x x x x x x . . .
read_settings x . . . . . . x x
open_page     x x x x x x x x x
take_role     x x x x x x x x x
ingest        x . . . . . . . x
score         x . . . . . . . x
evaluate      x . . . . . . . .
operate       x . . . . . . . x
configure     x . . . . . . . x
"""
MAY_FOR = """
investigation x x x x x x . . .
safeguarding  x x x x x x . . .
order_review  x x x x x x . . .
referral      x x x x x x x . .
supervision   x . . x x x . . .
audit         . . . . . . . x .
data_quality  x x x x x x x x x
"""
NEEDS_A_PURPOSE = {
    "read_person",
    "read_why",
    "read_network",
    "read_timeline",
    "decide_look_first",
    "search",
}


def table(text: str) -> dict[tuple[str, str], bool]:
    """Each pair of a row's name and a role, with whether a cross stands there."""
    lines = [line.split() for line in text.strip().splitlines()]
    return {
        (name, role): sign == "x"
        for name, *signs in lines
        for role, sign in zip(ROLES, signs, strict=True)
    }


def test_the_tables_name_every_role_action_and_purpose() -> None:
    assert list(Role) == ROLES
    assert list(dict.fromkeys(name for name, _ in table(MAY))) == list(Action)
    assert list(dict.fromkeys(name for name, _ in table(MAY_FOR))) == list(Purpose)


def may(caller: Caller, action: str) -> bool:
    try:
        access.check(caller, Action(action))
    except NotAllowed:
        return False
    return True


def test_who_may_do_what() -> None:
    first_purpose = {role: PURPOSES[role][0] for role in Role}
    found = {
        (action, role): may(Caller("x", Role(role), (), first_purpose[Role(role)]), action)
        for action, role in table(MAY)
    }
    assert found == table(MAY)


def test_who_may_read_for_which_purpose() -> None:
    # Every role may open a page, so that only the purpose can stand in the way.
    found = {
        (purpose, role): may(Caller("x", Role(role), (), Purpose(purpose)), "open_page")
        for purpose, role in table(MAY_FOR)
    }
    assert found == table(MAY_FOR)


@pytest.mark.parametrize("action", Action)
def test_a_read_about_one_person_needs_a_purpose_and_nothing_else_does(action: Action) -> None:
    caller = Caller("x", Role.ANALYST)
    if action in NEEDS_A_PURPOSE:
        with pytest.raises(PurposeNeeded, match="For the role analyst: investigation, "):
            access.check(caller, action)
    else:
        access.check(caller, action)


def test_what_is_not_allowed_is_not_asked_a_purpose_for() -> None:
    with pytest.raises(NotAllowed, match=r"The role referrer does not cover this \(read_network\)"):
        access.check(Caller("x", Role.REFERRER), Action.READ_NETWORK)


def test_what_each_role_sees_of_victims() -> None:
    assert {role: SEES[role].name for role in Role} == {
        "analyst": "ALL",
        "vawg_officer": "OWN_AREA",
        "high_harm_coordinator": "ALL",
        "sergeant": "OWN_AREA",
        "inspector": "OWN_AREA",
        "detective_inspector": "OWN_AREA",
        "referrer": "NONE",
        "auditor": "NONE",
        "administrator": "NONE",
    }


@pytest.mark.parametrize(
    ("role", "own", "of_cases", "named"),
    [
        ("analyst", "", "", True),
        ("analyst", "", "A1", True),
        ("vawg_officer", "A1", "A1 A2", True),
        ("vawg_officer", "A1", "A2", False),
        ("vawg_officer", "A1", "", False),
        ("vawg_officer", "", "", False),
        ("referrer", "A1", "A1", False),
        ("auditor", "A1", "A1", False),
    ],
)
def test_whom_a_caller_may_name(role: str, own: str, of_cases: str, named: bool) -> None:
    caller = Caller("x", Role(role), tuple(own.split()))
    assert caller.may_name(of_cases.split()) is named


def test_a_token_is_the_same_for_the_same_asking_and_no_other() -> None:
    asked = [
        (b"one", Caller("x", Role.VAWG_OFFICER, (), Purpose.REFERRAL), "P-1"),
        (b"two", Caller("x", Role.VAWG_OFFICER, (), Purpose.REFERRAL), "P-1"),
        (b"one", Caller("y", Role.VAWG_OFFICER, (), Purpose.REFERRAL), "P-1"),
        (b"one", Caller("x", Role.SERGEANT, (), Purpose.REFERRAL), "P-1"),
        (b"one", Caller("x", Role.VAWG_OFFICER, (), Purpose.SAFEGUARDING), "P-1"),
        (b"one", Caller("x", Role.VAWG_OFFICER, (), None), "P-1"),
        (b"one", Caller("x", Role.VAWG_OFFICER, (), Purpose.REFERRAL), "P-2"),
    ]
    tokens = [access.token(*one) for one in asked]
    assert len(set(tokens)) == len(asked)
    assert tokens == [access.token(*one) for one in asked]
    # Not by areas: whoever is given another area keeps what he noted.
    assert tokens[0] == access.token(
        b"one", Caller("x", Role.VAWG_OFFICER, ("A1",), Purpose.REFERRAL), "P-1"
    )


def test_bands_of_counts() -> None:
    assert [access.band(count) for count in range(9)] == [
        "0", "1", "2\N{EN DASH}3", "2\N{EN DASH}3", *["4\N{EN DASH}6"] * 3, "7+", "7+",
    ]  # fmt: skip


def test_the_analyst_comes_first_of_what_is_granted() -> None:
    settings = Settings(
        "x",
        grants=(
            Grant("x", "vawg_officer", ("A1",)),
            Grant("x", "analyst"),
            Grant("y", "auditor"),
        ),
    )
    assert list(access.granted(settings, "x").items()) == [
        (Role.ANALYST, ()),
        (Role.VAWG_OFFICER, ("A1",)),
    ]
    assert access.granted(settings, "z") == {}


def test_a_role_in_the_settings_that_there_is_not_is_told() -> None:
    with pytest.raises(StoreUnavailable, match=r"grants a role that there is not\. Roles: analyst"):
        access.granted(Settings("x", grants=(Grant("x", "king"),)), "x")


def test_names_of_roles_and_purposes_that_there_are_not_are_told_with_those_there_are() -> None:
    with pytest.raises(WrongCall, match=r"no such role\. Roles: analyst, vawg_officer"):
        access.role("king")
    with pytest.raises(WrongCall, match=r"no such purpose\. Purposes: investigation"):
        access.purpose("curiosity")
