"""What the police do about a report: arrest, bail, outcome without charge, or charge."""

from datetime import datetime

from ingest.synthetic.courts import CROWN_FROM, charge
from ingest.synthetic.data_files import mix, offence_kind, rate, waited
from ingest.synthetic.days import add, later, moment, office_hours
from ingest.synthetic.dice import Dice
from ingest.synthetic.events import RAPE, STALKING, Act
from ingest.synthetic.justice import Case, Custody, Prison, Step

CRIMINAL_AGE = 10
SUMMARY = ("common_assault", "harassment", "stalking", "public_order", "fear_provocation")
_INFORMAL = ("3", "8")
_NO_INTEREST = ("10", "21")
_TIME_LIMIT, _UNSUPPORTED, _NO_PROOF, _NOBODY_FOUND = "17", "16", "15", "18"
_WITHOUT_SUPPORT = ("14", _UNSUPPORTED)
_SIX_MONTHS = 183
# Before the court hears of a charge made later, at the least 25 days on.
_LAST_ARREST = 21
_THIRTEEN = 13
_SIX, _NINE_PM = 6 * 60, 21 * 60


def investigate(act: Act, prison: Prison, dice: Dice, *, breach: bool) -> Case:
    """The case that a report becomes."""
    slow = dice.chance(rate("records.slow"))
    recorded_at = later(act.reported_at, 0.3 + dice.unit() * (60 if slow else 6))
    case = Case(act, recorded_at, breaches=breach)
    if act.kind == "murder" and act.victim is not None:
        act.victim.died_on = act.at.date()
    if act.suspect is not None:
        case.steps.append(Step(recorded_at, "named", act.reported_at.date()))
    if not case.is_crime:
        return case
    if act.suspect is None:
        outcome = dice.weighted(mix("justice.outcome_unknown"))
        outcome = outcome if _may_close_as(outcome, act) else _NOBODY_FOUND
        close(case, outcome, _wait(act, "outcome_unknown", dice), dice)
        return case
    if act.suspect.age_on(act.at.date()) < CRIMINAL_AGE:
        close(case, "11", waited(dice, "outcome_unknown"), dice)
        return case
    grade = offence_kind(act.kind).grade
    arrested_at = _arrest(case, grade, prison, dice)
    by_kind = dict(mix("justice.charge_by_kind"))
    share = by_kind.get(act.kind, dict(mix("justice.charge_by_grade"))[str(grade)])
    if breach:
        share = rate("justice.charge_breach")
    if arrested_at is None:
        share *= rate("justice.charge_without_arrest")
    if dice.chance(share):
        _charge(case, arrested_at, prison, dice)
    else:
        _no_charge(case, arrested_at, dice)
    return case


def _arrest(case: Case, grade: int, prison: Prison, dice: Dice) -> datetime | None:
    suspect = case.act.suspect
    if suspect is None or not dice.chance(dict(mix("justice.arrest_by_grade"))[str(grade)]):
        return None
    if dice.chance(rate("justice.arrest_same_day")):
        arrested_at = later(case.recorded_at, 0.5 + dice.unit() * 5)
    else:
        day = add(case.recorded_at.date(), min(waited(dice, "arrest"), _LAST_ARREST))
        arrested_at = moment(day, dice.between(_SIX, _NINE_PM) * 60)
    day = arrested_at.date()
    if prison.holds(suspect, day) or not suspect.alive_on(day):
        return None
    prison.arrests.append((suspect.number, day))
    noted_at = later(arrested_at, 1 + dice.unit())
    case.custody.append(Custody("arrested", arrested_at, noted_at))
    case.custody.append(Custody("detained", later(arrested_at, 0.8), noted_at))
    case.steps.append(Step(noted_at, "arrested", day))
    return arrested_at


def _leave_custody(case: Case, arrested_at: datetime, kind: str, dice: Dice) -> None:
    """The end of a detention: bail, release under investigation or release."""
    out_at = later(arrested_at, 7 + dice.unit() * 15)
    until_on = add(out_at.date(), dice.pick((28, 60, 90))) if kind == "bailed" else None
    case.custody.append(Custody(kind, out_at, later(out_at, 0.4), until_on))


def _no_charge(case: Case, arrested_at: datetime | None, dice: Dice) -> None:
    act = case.act
    if arrested_at is not None:
        _leave_custody(case, arrested_at, dice.weighted(mix("justice.leaves_custody")), dice)
    outcome = dice.weighted(mix(f"justice.outcome_{_closes_as(act)}"))
    if not _may_close_as(outcome, act):
        outcome = _UNSUPPORTED if _may_close_as(_UNSUPPORTED, act) else _NO_PROOF
    if dice.chance(rate("justice.open_for_ever")):
        return
    # Outcome 22 is recorded when the activity has been undertaken, so it comes later.
    wait = _wait(act, "outcome_22" if outcome == "22" else "outcome", dice)
    if arrested_at is not None:
        # Nothing is decided before the suspect has been heard.
        wait = max(wait, (arrested_at.date() - case.recorded_at.date()).days + 2)
    if outcome == _TIME_LIMIT:
        wait = max(wait, _SIX_MONTHS - (case.recorded_at.date() - act.at.date()).days)
    decided_on = add(case.recorded_at.date(), wait)
    if act.suspect is not None and not act.suspect.alive_on(decided_on):
        outcome = "5"
    close(case, outcome, wait, dice)


def _wait(act: Act, name: str, dice: Dice) -> int:
    """Days until an outcome without charge: sexual offences take their own time."""
    return waited(dice, "outcome_sexual" if offence_kind(act.kind).kind == "sexual" else name)


def _may_close_as(outcome: str, act: Act) -> bool:
    """False for an outcome that law or guidance bars for such an act.

    Out of court outcomes only for the lightest offences; nothing closed as not in the public
    interest where the offence is grave or sexual; a time limit only where there is one, which is
    for offences that magistrates alone try (Magistrates' Courts Act 1980 s127); no sexual offence
    for want of the support of a child under 13.
    """
    kind = offence_kind(act.kind)
    if outcome in _WITHOUT_SUPPORT and kind.kind == "sexual" and act.victim is not None:
        return act.victim.age_on(act.at.date()) >= _THIRTEEN
    if outcome in _INFORMAL:
        return kind.grade <= 1
    if outcome in _NO_INTEREST:
        return kind.grade < CROWN_FROM and kind.kind != "sexual"
    return outcome != _TIME_LIMIT or act.kind in SUMMARY


def _closes_as(act: Act) -> str:
    """Which mix of outcomes a crime that is not charged ends by."""
    if act.kind in STALKING:
        return "stalking"
    if offence_kind(act.kind).kind == "sexual":
        return "sexual"
    return "domestic" if act.is_domestic else "other"


def close(case: Case, outcome: str, wait: int, dice: Dice) -> None:
    """An outcome without charge, decided `wait` days after the recording.

    A caution or a community resolution is an action taken, so no status says that there is none.
    """
    decided_at = office_hours(add(case.recorded_at.date(), wait + 1), dice)
    case.outcome, case.decided_on = outcome, decided_at.date()
    case.outcome_at = later(decided_at, 0.2 + dice.unit() * 3)
    if case.steps and outcome not in _INFORMAL:
        case.steps.append(Step(case.outcome_at, "no_further_action", decided_at.date()))


def _charge(case: Case, arrested_at: datetime | None, prison: Prison, dice: Dice) -> None:
    suspect = case.act.suspect
    if suspect is None:
        return
    at_once = case.act.kind not in RAPE and dice.chance(rate("justice.charge_at_once"))
    if arrested_at is not None and at_once:
        charged_at = later(arrested_at, 8 + dice.unit() * 14)
    else:
        if arrested_at is not None:
            _leave_custody(case, arrested_at, "bailed", dice)
        wait = "charge_rape" if case.act.kind in RAPE else "charge"
        charged_at = office_hours(add(case.recorded_at.date(), waited(dice, wait)), dice)
        if arrested_at is not None:
            charged_at = max(charged_at, later(arrested_at, 30))
    if not suspect.alive_on(charged_at.date()):
        close(case, "5", (charged_at.date() - case.recorded_at.date()).days, dice)
        return
    charge(case, suspect, charged_at, prison, dice)
