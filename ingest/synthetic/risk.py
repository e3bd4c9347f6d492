"""Risk assessments (DASH, DARA, stalking forms) and the MARAC hearings that follow."""

from datetime import datetime

from ingest.synthetic.data_files import day_of, mix, offence_kind, pairs, rate, waited
from ingest.synthetic.days import add, is_closed, later, office_hours
from ingest.synthetic.events import STALKING
from ingest.synthetic.layout import day
from ingest.synthetic.recording import Entry, Recorder

# Questions on each form: DASH 2009, DARA 2022, S-DASH (Sheridan and Roberts); SST: local.
ITEMS = {"DASH": 27, "DARA": 18, "S-DASH": 11, "SST": 7}
REPEAT_DAYS = 365
_STILL_HIGH_DAYS = 28
_THURSDAY = 3


def record_risk(recorder: Recorder) -> None:
    """The assessments of a circle's cases, in the order of the cases."""
    heard: dict[int, int] = {}
    high: dict[tuple[int, int], datetime] = {}
    for entry in recorder.entries:
        act, dice = entry.case.act, recorder.dice
        if entry.suspect is None or entry.victim is None or act.counter_to is not None:
            continue
        at = later(entry.case.recorded_at, 0.5 + dice.unit() * 20)
        grading = _grade(entry, recorder, high, at)
        if act.is_domestic and dice.chance(rate("risk.domestic")):
            later_form = entry.case.recorded_at.date() >= day_of("risk.dara_from")
            _assess(recorder, entry, "DARA" if later_form else "DASH", grading, at)
            last = heard.get(entry.victim.person.number, 0)
            again = entry.case.recorded_at.toordinal() - last <= REPEAT_DAYS
            share = rate("agencies.marac_again" if again else "agencies.marac")
            if (again or grading == "HIGH") and dice.chance(share):
                _marac(recorder, entry, heard)
        if act.kind in STALKING or act.course.theme == "stalking":
            form = dice.weighted(mix("risk.stalking_forms"))
            if form != "none":
                _assess(recorder, entry, form, grading, at)


def _grade(
    entry: Entry, recorder: Recorder, high: dict[tuple[int, int], datetime], at: datetime
) -> str:
    """The grade of a case, the same on all its forms.

    It does not fall from high to standard within weeks: `high` holds when a pair was last high,
    the first of all days where it never was. An incident that is no crime is not high where
    nothing was reported of the two before.
    """
    dice, grade = recorder.dice, offence_kind(entry.case.act.kind).grade
    most, medium = pairs("risk.grade")[str(grade)]
    if entry.case.breaches:
        most += rate("risk.breach_adds")
    suspect, victim = entry.case.act.suspect, entry.case.act.victim
    pair = (suspect.number if suspect else 0, victim.number if victim else 0)
    slight = pair not in high and not entry.case.is_crime
    last_at = high.setdefault(pair, datetime.min)  # noqa: DTZ901 local time, as everywhere here
    if not slight and dice.chance(most):
        high[pair] = at
        return "HIGH"
    lately = (at.date() - last_at.date()).days <= _STILL_HIGH_DAYS
    return "MED" if dice.chance(medium) or lately else "STD"


def _assess(recorder: Recorder, entry: Entry, form: str, grading: str, at: datetime) -> None:
    """One assessment. Some hold a grade alone, some answers without a count."""
    dice = recorder.dice
    suspect, victim = entry.suspect, entry.victim
    if suspect is None or victim is None:
        return
    share = dict(mix("risk.yes_share"))[grading]
    items = [str(item) for item in range(1, ITEMS[form] + 1) if dice.chance(share)]
    entered = dice.chance(rate("risk.items"))
    counted = entered or dice.chance(rate("risk.count_alone"))
    recorder.rows.add(
        "RISK_FORM",
        later(at, 0.5),
        FORM_REF=recorder.numbers.take("risk"),
        FORM_TYPE=form,
        SUBJECT_NOM_REF=suspect.ref,
        VICTIM_NOM_REF=victim.ref,
        CRIME_REF="" if entry.deleted else entry.ref,
        FORM_DATE=day(at),
        GRADING=grading if dice.chance(rate("risk.graded")) else "",
        YES_COUNT=str(len(items)) if counted else "",
        YES_ITEMS=",".join(items) if entered else "",
        COLLAR_NO=recorder.officer("constable", entry.area),
    )


def _marac(recorder: Recorder, entry: Entry, heard: dict[int, int]) -> None:
    """The next hearing, on a Thursday some two to five weeks on, if one ahead does not serve."""
    dice, suspect, victim = recorder.dice, entry.suspect, entry.victim
    if suspect is None or victim is None:
        return
    if heard.get(victim.person.number, 0) >= entry.case.recorded_at.toordinal():
        return
    on = add(entry.case.recorded_at.date(), waited(dice, "marac"))
    on = add(on, (_THURSDAY - on.weekday()) % 7)
    while is_closed(on):
        on = add(on, 7)
    heard[victim.person.number] = on.toordinal()
    recorder.rows.add(
        "MARAC",
        office_hours(add(on, 1), dice),
        HEARING_REF=recorder.numbers.take("marac"),
        NOM_REF=suspect.ref,
        VICTIM_NOM_REF=victim.ref,
        HEARD=day(on),
    )
