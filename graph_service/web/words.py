"""Plain words for what pages show: days, counts in bands, roles, schemes, states.

Pure functions of their arguments; every one takes what the JSON of the service holds (text,
numbers, None) and says "not known" rather than nothing where a value is missing.
"""

import re
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")
NOT_KNOWN = "not known"

ROLES = {
    "analyst": "Intelligence analyst",
    "vawg_officer": "VAWG officer",
    "high_harm_coordinator": "High-harm co-ordinator",
    "sergeant": "Sergeant",
    "inspector": "Inspector",
    "detective_inspector": "Detective inspector",
    "referrer": "Programme referrer",
    "auditor": "Auditor",
    "administrator": "Administrator",
}
PURPOSES = {
    "investigation": "Investigation",
    "safeguarding": "Safeguarding",
    "order_review": "Order review",
    "referral": "Referral to a programme",
    "supervision": "Supervision",
    "audit": "Audit",
    "data_quality": "Data quality",
}
SCHEMES = {
    "pursuit": "Pursuit (harm, serial and repeat together)",
    "serial": "Serial (distinct victims)",
    "v100": "V100",
    "harm_ons": "Harm (ONS crime severity)",
    "harm_cchi": "Harm (Cambridge index)",
    "harm_source": "Harm (the source's own weight)",
    "rfgv": "RFGV",
    "ppit": "PPIT",
    "marac": "MARAC",
}
# What makes a person serial under each definition: reference of the force's field, see docs.
DEFINITIONS = {
    "matac": "MATAC: two or more victims of domestic abuse within three years",
    "acpo_2009": "ACPO 2009: two or more victims who are unconnected to each other",
    "drive": "Drive: different victims, not the same one again",
}
BANDS = {
    "certain": "band: certain",
    "likely": "band: likely",
    "borderline": "band: borderline",
}
STATES = {
    "in_community": "in the community",
    "in_custody": "in custody",
    "on_bail": "on bail",
    "on_licence": "on licence",
    "under_order": "under an order",
    "in_programme": "in a programme",
    "age_not_known": "age not known",
    "dead": "recorded as dead",
}
# States that limit what he can do now are drawn with a full line, the others with a grey one.
_STRONG = {"in_custody", "on_licence", "under_order"}


def moment(value: object, now: datetime | None = None) -> str:
    """An instant as "today 09:40", "yesterday 22:00" or "Mon 23 Nov 2026, 22:00" (London)."""
    at = _instant(value)
    if at is None:
        on = _day(value)
        return NOT_KNOWN if on is None else day(on)
    if now is not None:
        days = (now.astimezone(LONDON).date() - at.date()).days
        if days == 0:
            return f"today {at:%H:%M}"
        if days == 1:
            return f"yesterday {at:%H:%M}"
    return f"{day(at.date())}, {at:%H:%M}"


def day(value: object) -> str:
    """A day as "Mon 23 Nov 2026"; "not known" without one."""
    on = _day(value)
    return NOT_KNOWN if on is None else f"{on:%a} {on.day} {on:%b %Y}"


def short_day(value: object) -> str:
    """A day as "23 Nov 2026"; "not known" without one."""
    on = _day(value)
    return NOT_KNOWN if on is None else f"{on.day} {on:%b %Y}"


def away(value: object, now: datetime | None = None) -> str:
    """A day as seen from now: "in 2 days (Thu 26 Nov 2026)", "19 days ago (…)", "today"."""
    on = _day(value)
    if on is None or now is None:
        return day(value)
    days = (on - now.astimezone(LONDON).date()).days
    if days == 0:
        return "today"
    if abs(days) > 60:  # noqa: PLR2004 - beyond two months the day alone says more
        return day(on)
    far = counted(abs(days), "day", "days")
    return f"in {far} ({day(on)})" if days > 0 else f"{far} ago ({day(on)})"


def age(born_on: object, now: datetime | None = None, died_on: object = None) -> str:
    """The age in whole years, of the dead at their death; "age not known" without a birth date."""
    born = _day(born_on)
    if born is None or now is None:
        return "age not known"
    last = _day(died_on) or now.astimezone(LONDON).date()
    years = last.year - born.year - ((last.month, last.day) < (born.month, born.day))
    return f"{years}"


def yes_no(value: object) -> str:
    """True, False or None as "yes", "no" or "not known"."""
    return (
        {True: "yes", False: "no"}.get(value, NOT_KNOWN) if isinstance(value, bool) else NOT_KNOWN
    )


def counted(number: int, one: str, many: str) -> str:
    """A number with its noun."""
    return f"{number:,} {one if number == 1 else many}"


def points(value: object, places: int = 1) -> str:
    """A decimal string for reading: "1834.500000" as "1,834.5"; a dash if there is none."""
    number = _decimal(value)
    if number is None:
        return "\N{EN DASH}"
    said = f"{number:,.{places}f}"
    return said.rstrip("0").rstrip(".") if "." in said else said


def word(value: object, words: Mapping[str, str]) -> str:
    """The words for a code; a code without words as itself, in lower-case words."""
    if value is None or value == "":
        return NOT_KNOWN
    return words.get(str(value), str(value).replace("_", " "))


def area_name(area_id: object, areas: Iterable[Mapping[str, Any]] = ()) -> str:
    """The name of an area; its id if it has none."""
    for area in areas:
        if area.get("area_id") == area_id:
            return str(area.get("name") or area_id)
    return NOT_KNOWN if area_id in {None, ""} else str(area_id)


def badge(state: object, now: datetime | None = None) -> dict[str, str]:
    """A state (code, sentence or ``{"state", "until_on"}``) as ``{"text", "look"}``."""
    if isinstance(state, Mapping):
        code = str(state.get("state") or state.get("kind") or "")
        said = str(state.get("text") or word(code, STATES))
        until = state.get("until_on")
        if until and not state.get("text"):
            said = f"{said}, ends {away(until, now)}"
    else:
        code, said = str(state), word(state, STATES)
    return {"text": said, "look": "blue" if code in _STRONG else "grey"}


def read_day(text: str) -> date | None:
    """A day as somebody types it ("27 3 1988", "27/03/1988", "1988-03-27"); None if it is none."""
    parts = [int(part) for part in re.findall(r"\d+", text)]
    if len(parts) != 3 or re.search(r"[^\d\s./\-]", text):  # noqa: PLR2004 - day, month, year
        return None
    year, month, dom = parts if parts[0] > 31 else reversed(parts)  # noqa: PLR2004 - no such day
    try:
        return date(year, month, dom)
    except ValueError:
        return None


def _instant(value: object) -> datetime | None:
    """An instant in London time; None for a plain day or anything else."""
    if isinstance(value, str) and len(value) > 10:  # noqa: PLR2004 - YYYY-MM-DD
        try:
            value = datetime.fromisoformat(value)
        except ValueError:
            return None
    if not isinstance(value, datetime):
        return None
    return value.astimezone(LONDON) if value.tzinfo else value.replace(tzinfo=LONDON)


def _day(value: object) -> date | None:
    at = _instant(value)
    if at is not None:
        return at.date()
    if isinstance(value, date):
        return value
    try:
        return date.fromisoformat(str(value))
    except ValueError:
        return None


def _decimal(value: object) -> Decimal | None:
    if value is None or isinstance(value, bool):
        return None
    try:
        number = Decimal(str(value))
    except InvalidOperation:
        return None
    return number if number.is_finite() else None
