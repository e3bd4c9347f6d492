"""Entries of the crime's log, victims' surveys, and management after a sentence."""

from datetime import date, datetime

from ingest.synthetic.data_files import mix, offence_kind, pairs, rate, waited
from ingest.synthetic.days import add, later, moment, months, office_hours
from ingest.synthetic.events import STALKING
from ingest.synthetic.justice import Case
from ingest.synthetic.layout import day, spoken, stamp
from ingest.synthetic.people import ADULT
from ingest.synthetic.recording import Entry, Recorder

MAPPA_DAYS = 365
_SHORT, _THIRTY_MONTHS = 182, 913
_EIGHT, _EIGHT_PM = 8 * 60, 20 * 60


def record_log(recorder: Recorder, entry: Entry) -> None:
    """Steps that the log marks: stalking considered, reviews, updates, outcomes signed off.

    Nobody works on a case that was closed without charge, and victims are told by day.
    """
    dice, case = recorder.dice, entry.case
    if not case.is_crime or entry.deleted:
        return

    def note(kind: str, at: datetime, rank: str, code: str) -> None:
        recorder.rows.add(
            "CRIME_LOG",
            later(max(at, case.recorded_at), 0.1),
            LOG_REF=recorder.numbers.take("log"),
            CRIME_REF=entry.ref,
            ENTRY_TYPE=spoken(kind),
            ENTRY_AT=stamp(at),
            COLLAR_NO=recorder.officer(rank, entry.area),
            NOTE_CODE=code,
        )

    act = case.act
    stalks = act.kind in STALKING or act.course.theme == "stalking"
    stalks = stalks or case.breaches or act.kind == "harassment"
    for kind, (share, hours, mean_days) in pairs("log.entries").items():
        if kind == "stalking_considered" and not stalks:
            continue
        if dice.chance(share):
            at = later(case.recorded_at, hours + dice.spell(mean_days) * 24 + dice.unit() * 8)
            to_victim = kind == "victim_update"
            if to_victim:
                at = moment(at.date(), dice.between(_EIGHT, _EIGHT_PM) * 60)
            if case.closed_on is None or at.date() <= case.closed_on:
                note(kind, at, "constable" if to_victim else "sergeant", kind[:2].upper())
    signed = case.outcome in ("15", "16", "22") and case.outcome_at is not None
    if signed and case.outcome_at is not None and dice.chance(rate("log.signed_off")):
        rank = "inspector" if case.outcome == "22" else "sergeant"
        note("outcome_sign_off", later(case.outcome_at, -0.1), rank, f"OS{case.outcome}")


def record_survey(recorder: Recorder, entry: Entry) -> None:
    """Whether the victim was satisfied, for those asked who answered."""
    dice, victim = recorder.dice, entry.victim
    asked = victim is not None and entry.case.is_crime and not entry.deleted
    if not asked or victim is None or not dice.chance(rate("agencies.survey")):
        return
    at = office_hours(add(entry.case.recorded_at.date(), waited(dice, "survey")), dice)
    if victim.person.alive_on(at.date()):
        recorder.rows.add(
            "VICTIM_SURVEY",
            later(at, 24),
            SURVEY_REF=recorder.numbers.take("survey"),
            NOM_REF=victim.ref,
            CRIME_REF=entry.ref,
            SURVEY_DATE=day(at),
            SATISFIED="Y" if dice.chance(rate("agencies.satisfied")) else "N",
        )


def is_sexual(case: Case) -> bool:
    """True for a sexual offence."""
    return offence_kind(case.act.kind).kind == "sexual"


def notified_to(case: Case) -> date | None:
    """The last day of the notification that a sentence brings; None without an end.

    Source: Sexual Offences Act 2003 s82; every hospital order here has a restriction. For somebody
    under 18 on the day the period is half as long (s82(2)).
    """
    on, days, suspect = case.sentenced_on, case.sentence_days, case.act.suspect
    if on is None or case.sentence_kind in ("life", "hospital_order") or days >= _THIRTY_MONTHS:
        return None
    length = 5 if not days else 7 if days <= _SHORT else 10
    young = suspect is not None and suspect.age_on(on) < ADULT
    return add(months(on, length * (6 if young else 12)), -1)


def must_notify(case: Case, on: date) -> bool:
    """True if a sentence for a sexual offence makes the suspect notify the police on a day."""
    if case.sentenced_on is None or not is_sexual(case) or on < case.sentenced_on:
        return False
    to_on = notified_to(case)
    return to_on is None or on <= to_on


def record_after_sentence(recorder: Recorder, entry: Entry) -> None:
    """Notification after a sexual offence; MAPPA for it and for a year and more for violence."""
    case, dice, suspect = entry.case, recorder.dice, entry.suspect
    if suspect is None or case.sentenced_on is None:
        return
    noted_at = office_hours(add(case.sentenced_on, waited(dice, "after_sentence")), dice)
    sexual = is_sexual(case)
    if sexual:
        recorder.rows.add(
            "SO_NOTIFICATION",
            noted_at,
            NOTIF_REF=recorder.numbers.take("notification"),
            NOM_REF=suspect.ref,
            DATE_FROM=day(case.sentenced_on),
            DATE_TO=day(notified_to(case)),
        )
    long = case.sentence_days >= MAPPA_DAYS or case.sentence_kind == "hospital_order"
    eligible = sexual or (long and offence_kind(case.act.kind).kind in ("violence", "conduct"))
    if not eligible or not dice.chance(rate("agencies.mappa")):
        return
    row = {
        "MAPPA_REF": recorder.numbers.take("mappa"),
        "NOM_REF": suspect.ref,
        "CATEGORY": "1" if sexual else "2",
        "LEVEL": dice.weighted(mix("agencies.mappa_level")),
        "DATE_FROM": day(case.sentenced_on),
    }
    recorder.rows.add("MAPPA", noted_at, **row)
    if case.licence_to is not None and not sexual:
        over_at = max(office_hours(add(case.licence_to, 3), dice), later(noted_at, 24))
        recorder.rows.add("MAPPA", over_at, **row, DATE_TO=day(case.licence_to))
