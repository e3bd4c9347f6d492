"""The page of permissions: who may do what and sees whom, from the tables that decide it."""

from collections.abc import Mapping

from graph_service.access import (
    HANDLING,
    NEEDS_PURPOSE,
    PERMISSIONS,
    PURPOSES,
    SEES,
    TEXT_OF_NO_CASE,
    Action,
    Purpose,
    Role,
    band,
)
from graph_service.documentation_markdown import code, codes, head, table
from graph_service.queries.measures import MAY_PROTECT, text_columns
from graph_service.web.words import PURPOSES as PURPOSE_WORDS
from graph_service.web.words import ROLES as ROLE_WORDS

_MEANS: Mapping[Action, str] = {
    Action.READ_LIST: "a ranked list",
    Action.READ_PERSON: "one person's record; for a referrer names, date of birth, states, "
    "definitions and the band of victims",
    Action.READ_WHY: "the contributions of one person's score; for a referrer its parts with bands",
    Action.READ_NETWORK: "the people, offences and orders around one person",
    Action.READ_TIMELINE: "one person's recorded history by day",
    Action.SEARCH: "people by name, alias, sound or reference; for a referrer one exact search",
    Action.READ_RUNS: "the recorded runs",
    Action.COMPARE_RUNS: "what moved between two runs",
    Action.READ_RECORDS: "which person record belongs to which person, for all of them",
    Action.READ_QUALITY: "how good the data of each batch is, in counts; no row and no value",
    Action.READ_LINKS: "pairs of records that may be of one person, with both records",
    Action.DECIDE_LINKS: "deciding whether two records are of one person",
    Action.DECIDE_LOOK_FIRST: "saying of an entry to be looked at first whether it may be used",
    Action.READ_SETTINGS: "the settings: who may take which role",
    Action.OPEN_PAGE: "a page of the service, without what it answers",
    Action.TAKE_ROLE: "taking another role of one's own",
    Action.INGEST: "taking in an extract, deriving people again",
    Action.SCORE: "making a run",
    Action.EVALUATE: "measuring how well it works",
    Action.OPERATE: "checks and rebuilding of the graph",
    Action.CONFIGURE: "granting roles",
}

_TOP = """\
# Permissions: who may do what, and what each role sees

A user takes a role that the settings grant (`pursuit config grant USER ROLE [--area A]`). What a
role may not see is taken out before an answer leaves the service. Each read and each refusal is
written to the audit trail before the answer is given; if it cannot be written, nothing is
answered.

## What each role sees of victims

"""
_AREAS = """
"Own area's cases named": a case is an offence or an order with an area. Whoever has one case in
an area of the reader is named to him, wherever she appears; everybody else who is recorded only
as victim or witness, or as protected by an order, stands as a token. A token differs by role,
reader and purpose, so that two readers cannot compare theirs. Counts in bands: {bands}.

## What each role may do

A read about one person without a purpose is refused (status 400, exit code 2). The command line
takes {default} where none is given.

"""

_TEXT = """
## Free text and intelligence

Titles, conditions and steps of a case are shown to a reader to whom everybody protected in that
case may be named. Rows that name no case have readers of their own, as below: nobody can say whose
names stand in their text, and the title of an intelligence log may give its source away. A log
under conditions (handling code C), or of no known code, is for analysts alone: no extract holds its
conditions, so nobody else can keep to them. A victim's survey is shown to those to whom she may be
named, and so is an intervention of the kinds {protects} about somebody who is recorded as victim,
witness or at risk as well.

"""


def page() -> str:
    """The whole page."""
    parts = [
        head("python -m graph_service.documentation"),
        _TOP,
        table(
            ("role", "name in settings", "sees of victims"),
            [(ROLE_WORDS[one], code(one), SEES[one]) for one in Role],
        ),
        _AREAS.format(bands=_bands(), default=code(Purpose.DATA_QUALITY)),
        table(
            ("action", "what it covers", "needs a purpose", *(ROLE_WORDS[one] for one in Role)),
            [
                (
                    code(one),
                    _meaning(one),
                    _yes(holds=one in NEEDS_PURPOSE),
                    *(_yes(holds=role in PERMISSIONS[one]) for role in Role),
                )
                for one in Action
            ],
        ),
        _TEXT.format(protects=codes(MAY_PROTECT)),
        table(
            ("what", *(ROLE_WORDS[one] for one in Role)),
            [
                (said, *(_yes(holds=role in roles) for role in Role))
                for said, roles in _without_case()
            ],
        ),
        "\n## What each role may read for\n\n",
        table(
            ("purpose", "name", *(ROLE_WORDS[one] for one in Role)),
            [
                (
                    PURPOSE_WORDS[one],
                    code(one),
                    *(_yes(holds=one in PURPOSES[role]) for role in Role),
                )
                for one in Purpose
            ],
        ),
    ]
    return "".join(parts)


def _meaning(action: Action) -> str:
    if action not in _MEANS:
        raise ValueError(f"Say in documentation_permissions what {action} covers.")
    return _MEANS[action]


def _without_case() -> list[tuple[str, tuple[Role, ...]]]:
    """What names no case, with the roles that read it."""
    texts = [
        (f"text of {code(name)}: {codes(text_columns(name))}", roles)
        for name, roles in TEXT_OF_NO_CASE.items()
    ]
    logs = [
        (f"{code('intelligence')} with handling code {handling or 'not known'}", roles)
        for handling, roles in HANDLING.items()
    ]
    return [*texts, *logs]


def _yes(*, holds: bool) -> str:
    return "yes" if holds else ""


def _bands() -> str:
    """The bands from none to many, each once."""
    return codes(dict.fromkeys(band(count) for count in range(100)))
