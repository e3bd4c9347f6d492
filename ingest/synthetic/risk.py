"""Risk assessments (DASH, DARA, stalking questions, screening) and the MARAC hearings that follow."""

from ingest.synthetic.data_files import day_of, mix, offence_kind, rate
from ingest.synthetic.days import add, later, office_hours
from ingest.synthetic.layout import day
from ingest.synthetic.orders import STALKING
from ingest.synthetic.recording import Entry, Recorder

ITEMS = {"DASH": 27, "DARA": 18, "S-DASH": 11, "SST": 7}
_THURSDAY = 3


def record_risk(recorder: Recorder) -> None:
    """The assessments of a circle's cases, in the order of the cases."""
    heard: dict[int, int] = {}
    for entry in recorder.entries:
        act, dice = entry.case.act, recorder.dice
        if entry.suspect is None or entry.victim is None or act.counter_to is not None:
            continue
        if act.is_domestic and dice.chance(rate("risk.domestic")):
            form = "DARA" if entry.case.recorded_at.date() >= day_of("risk.dara_from") else "DASH"
            if _assess(recorder, entry, form) == "HIGH" and dice.chance(rate("agencies.marac")):
                _marac(recorder, entry, heard)
        if act.kind in STALKING or act.course.theme == "stalking":
            if dice.chance(rate("risk.s_dash")):
                _assess(recorder, entry, "S-DASH")
            elif dice.chance(rate("risk.screening")):
                _assess(recorder, entry, "SST")


def _assess(recorder: Recorder, entry: Entry, form: str) -> str:
    """One assessment; gives its grade. Some hold a grade alone, some answers without a count."""
    dice, case = recorder.dice, entry.case
    suspect, victim = entry.suspect, entry.victim
    if suspect is None or victim is None:
        return ""
    grade = offence_kind(case.act.kind).grade
    high = dict(mix("risk.grade"))[str(grade)] + (0.12 if case.breaches else 0.0)
    grading = "HIGH" if dice.chance(high) else "MED" if dice.chance(0.35 + 0.1 * grade) else "STD"
    share = {"HIGH": 0.58, "MED": 0.34, "STD": 0.16}[grading]
    items = [str(item) for item in range(1, ITEMS[form] + 1) if dice.chance(share)]
    entered = dice.chance(rate("risk.items"))
    counted = entered or dice.chance(0.5)
    at = later(case.recorded_at, 0.5 + dice.unit() * 20)
    recorder.rows.add(
        "RISK_FORM",
        later(at, 0.5),
        FORM_REF=recorder.numbers.take("risk"),
        FORM_TYPE=form,
        SUBJECT_NOM_REF=suspect.ref,
        VICTIM_NOM_REF=victim.ref,
        CRIME_REF="" if entry.deleted else entry.ref,
        FORM_DATE=day(at),
        GRADING=grading if dice.chance(0.96) else "",
        YES_COUNT=str(len(items)) if counted else "",
        YES_ITEMS=",".join(items) if entered else "",
        COLLAR_NO=recorder.officer("constable", entry.area),
    )
    return grading


def _marac(recorder: Recorder, entry: Entry, heard: dict[int, int]) -> None:
    """The next hearing, on a Thursday some two to five weeks on."""
    dice = recorder.dice
    suspect, victim = entry.suspect, entry.victim
    if suspect is None or victim is None:
        return
    on = add(entry.case.recorded_at.date(), 14 + dice.between(0, 20))
    on = add(on, (_THURSDAY - on.weekday()) % 7)
    if heard.get(victim.person.number, 0) >= on.toordinal():
        return
    heard[victim.person.number] = on.toordinal()
    recorder.rows.add(
        "MARAC",
        later(office_hours(on, dice), 20),
        HEARING_REF=recorder.numbers.take("marac"),
        NOM_REF=suspect.ref,
        VICTIM_NOM_REF=victim.ref,
        HEARD=day(on),
    )
