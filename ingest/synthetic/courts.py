"""Charge, remand, court and sentence, and the release, licence and recall that follow."""

from datetime import datetime

from ingest.synthetic.data_files import mix, offence_kind, rate, waited
from ingest.synthetic.days import (
    add,
    court_hours,
    later,
    moment,
    next_court_morning,
    release_day,
)
from ingest.synthetic.dice import Dice
from ingest.synthetic.justice import Case, Custody, Prison, Step
from ingest.synthetic.people import Person

CROWN_FROM = 3
TOP = 5
_TEN = 10 * 3600
_LEAST_DAYS = 28
_MOST_SUSPENDED = 730
_SUMMARY = 182
# Courts sit again within so many days, so a hearing put off by a holiday keeps to the limit.
_LONGEST_CLOSED = 4


def charge(case: Case, suspect: Person, charged_at: datetime, prison: Prison, dice: Dice) -> None:
    """A charge at a moment and everything that courts and prisons make of it."""
    grade = offence_kind(case.act.kind).grade
    noted_at = later(charged_at, 0.5 + dice.unit() * 2)
    case.custody.append(Custody("charged", charged_at, noted_at))
    case.steps.append(Step(noted_at, "charged", charged_at.date()))
    case.outcome = "1A" if dice.chance(rate("justice.alternate_offence")) else "1"
    case.decided_on, case.outcome_at = charged_at.date(), noted_at
    court = "crown" if grade >= CROWN_FROM else "magistrates"
    wait, held = waited(dice, f"court_{court}"), 0
    longest = int(dict(mix("justice.custody_limit"))[court]) - _LONGEST_CLOSED
    remand = (grade >= CROWN_FROM or case.breaches) and dice.chance(rate("justice.remand"))
    # Magistrates cannot bail on a charge of murder (Coroners and Justice Act 2009 s115).
    remand = remand or case.act.kind == "murder"
    remand = remand and not prison.lacks(suspect, charged_at.date(), longest)
    if remand and wait > longest:
        wait = dice.between(longest // 2, longest)
    court_at = court_hours(add(charged_at.date(), wait), dice)
    if remand:
        remanded_at = later(next_court_morning(charged_at), dice.unit() * 3)
        until_on = court_at.date()
        case.custody.append(Custody("remanded", remanded_at, later(remanded_at, 2), until_on))
        prison.add(suspect, charged_at.date(), until_on)
        held = (until_on - remanded_at.date()).days
    if not suspect.alive_on(court_at.date()):
        return
    case.court_at = court_at
    verdict = dice.weighted(mix("justice.court"))
    told_at = later(court_at, 3 + waited(dice, "court_told") * 24 + dice.unit() * 5)
    case.steps.append(Step(told_at, verdict, court_at.date()))
    if verdict == "convicted":
        _sentence(case, prison, dice, court_at=court_at, told_at=told_at, held=held)
    elif held:
        out_at = later(court_at, 2)
        case.custody.append(Custody("released", out_at, later(out_at, 4)))


def _draw_sentence(case: Case, dice: Dice, *, held: bool) -> tuple[str, int]:
    """The kind of a sentence and its days. Who was held until then is not fined."""
    grade = offence_kind(case.act.kind).grade
    name = "low" if grade < CROWN_FROM else "high" if grade < TOP else "top"
    if case.act.kind == "murder":
        return "life", round(rate("justice.life_days"))
    kinds = mix(f"justice.sentence_{name}")
    kind = dice.weighted(tuple(found for found in kinds if not (held and found[0] == "fine")))
    if kind not in ("immediate", "suspended"):
        return kind, 0
    mean = dict(mix("justice.sentence_days"))[str(grade)]
    days = max(_LEAST_DAYS, round(dice.bell(mean, mean * 0.35) / 7) * 7)
    if grade < CROWN_FROM:
        days = min(days, _SUMMARY)
    return kind, min(days, _MOST_SUSPENDED) if kind == "suspended" else days


def _sentence(
    case: Case, prison: Prison, dice: Dice, *, court_at: datetime, told_at: datetime, held: int
) -> None:
    """The sentence, passed at `court_at`, told the force at `told_at`, after `held` days inside."""
    suspect = case.act.suspect
    if suspect is None:
        return
    kind, days = _draw_sentence(case, dice, held=held > 0)
    day = court_at.date()
    case.sentence_kind, case.sentence_days, case.sentenced_on = kind, days, day
    case.custody.append(Custody("sentenced", later(court_at, 0.5), told_at, None, kind, days))
    if kind not in ("immediate", "life", "hospital_order"):
        if held:
            out_at = later(court_at, 2)
            case.custody.append(Custody("released", out_at, later(told_at, 1)))
        return
    if kind == "hospital_order":
        inside = waited(dice, "hospital")
    else:
        # Half of a sentence is served, and time on remand counts (Criminal Justice Act 2003).
        inside = max(0, (days if kind == "life" else days // 2) - held)
    released_on = max(day, release_day(add(day, inside)))
    prison.add(suspect, day, add(released_on, -1))
    if kind == "hospital_order" and suspect.alive_on(released_on):
        out_at = max(moment(released_on, _TEN), later(court_at, 3))
        case.custody.append(Custody("released", out_at, later(out_at, 4)))
    if kind == "immediate" and suspect.alive_on(released_on):
        case.released_on = released_on
        case.licence_to = max(add(day, days - held), released_on)
        _release(case, suspect, prison, dice, earliest_at=later(court_at, 3))


def _release(
    case: Case, suspect: Person, prison: Prison, dice: Dice, *, earliest_at: datetime
) -> None:
    """Release at the half-way point, licence to the end, recall for some."""
    released_on, licence_to = case.released_on, case.licence_to
    if released_on is None or licence_to is None:
        return
    out_at = max(moment(released_on, _TEN), earliest_at)
    noted_at = later(out_at, 4)
    case.custody.append(Custody("released", out_at, noted_at))
    case.custody.append(Custody("on_licence", later(out_at, 0.1), noted_at, licence_to))
    over_at = moment(add(licence_to, 1), _TEN)
    recalled_at = moment(add(released_on, waited(dice, "recall")), _TEN + 4 * 3600)
    if dice.chance(rate("justice.recalled")) and recalled_at < later(over_at, -30 * 24):
        again_on = release_day(add(recalled_at.date(), int(rate("justice.recall_days"))))
        again_at = moment(again_on, _TEN)
        case.custody.append(
            Custody("recalled", recalled_at, later(recalled_at, 2), again_at.date())
        )
        prison.add(suspect, recalled_at.date(), again_at.date())
        case.custody.append(Custody("released", again_at, later(again_at, 3)))
    case.custody.append(Custody("licence_ended", over_at, later(over_at, 2)))
