"""The plain words for what a graph holds: roles, kinds of node, kinds of edge."""

from datetime import date

# What an edge says between its two ends, read "from … to".
EDGES: dict[str, str] = {
    "SUSPECT_IN": "is a suspect in",
    "VICTIM_OF": "is a victim of",
    "WITNESS_TO": "is a witness to",
    "SUBJECT_OF": "is the subject of",
    "PROTECTED_BY": "is protected by",
    "LIVES_AT": "lives or lived at",
    "PARTNER_OF": "is or was a partner of",
    "FAMILY_OF": "is family of",
    "KNOWS": "knows",
    "SAME_AS": "may be the same person as",
    "OFFENCE": "is a suspect in offences against",
    "CO_SUSPECT": "is a suspect together with",
    "WITNESS": "is a suspect in offences witnessed by",
    "ORDER": "is kept away by an order from",
    "SAME_ADDRESS": "shares an address with",
    "ALONE": "is a suspect in offences with",
}

ROLES: dict[str, str] = {
    "suspect": "suspect",
    "victim": "victim",
    "both": "suspect and victim",
    "other": "other person",
}

KINDS: dict[str, tuple[str, str]] = {
    "person": ("person", "people"),
    "offence": ("offence", "offences"),
    "order": ("order", "orders"),
    "location": ("address", "addresses"),
    "group": ("group", "groups"),
}

_ROLES_MANY = {
    "suspect": ("suspect", "suspects"),
    "victim": ("victim", "victims"),
    "both": ("person both suspect and victim", "people both suspect and victim"),
    "other": ("other person", "other people"),
}


def edge(kind: str) -> str:
    """What an edge of this kind says; an unknown kind says its own name in lower case."""
    return EDGES.get(kind, kind.replace("_", " ").lower())


def counted(number: int, one: str, many: str) -> str:
    """The number with its noun: "1 order", "3 orders"."""
    return f"{number:,} {one if number == 1 else many}"


def people(number: int, role: str) -> str:
    """So many people of one role: "4 victims"."""
    one, many = _ROLES_MANY.get(role, _ROLES_MANY["other"])
    return counted(number, one, many)


def more(number: int, *, kind: str, role: str) -> str:
    """What a group node is called: "12 more victims"."""
    one, many = _ROLES_MANY.get(role, _ROLES_MANY["other"]) if kind == "person" else KINDS[kind]
    return f"{number:,} more {one if number == 1 else many}".replace("more other", "other")


def day(value: str) -> str:
    """An ISO day as people write it ("2 Nov 2026"); anything else as it is."""
    try:
        on = date.fromisoformat(value[:10])
    except ValueError:
        return value
    return f"{on.day} {on:%b %Y}"
