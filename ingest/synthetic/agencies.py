"""Multi-agency work and everything else that is recorded about the people of a circle.

Disclosures, MAPPA, offender management, programme referrals, contacts, intelligence and surveys. Risk
assessments and the MARAC are in `risk.py`.
"""

from datetime import date, datetime

from ingest.synthetic import risk
from ingest.synthetic.data_files import day_of, mix, offence_kind, rate, words
from ingest.synthetic.days import add, later, moment, office_hours, years
from ingest.synthetic.layout import day, stamp
from ingest.synthetic.orders import STALKING, Order
from ingest.synthetic.people import Person
from ingest.synthetic.recording import Entry, Recorder

LONG_SENTENCE = 365
OFTEN = 4
ADULT = 18


def record_agencies(recorder: Recorder, orders: list[tuple[str, Order]]) -> None:
    """All such rows of a circle."""
    risk.record_risk(recorder)
    for entry in recorder.entries:
        _log(recorder, entry)
        _survey(recorder, entry)
        _after_sentence(recorder, entry)
    for _, order in orders:
        if order.kind == "shpo" and order.from_on is not None:
            _registered(recorder, order)
    for person in recorder.circle.people:
        mine = [
            e for e in recorder.entries if e.case.act.suspect is person and e.suspect is not None
        ]
        if len(mine) > 1:
            _worked_with(recorder, person, mine)


def _log(recorder: Recorder, entry: Entry) -> None:
    """Entries in the crime's log: stalking considered, reviews, updates to the victim."""
    dice, case = recorder.dice, entry.case
    if not case.is_crime:
        return
    entries: list[tuple[str, datetime, str, str]] = []
    stalks = case.act.kind in STALKING or case.act.course.theme == "stalking"
    if (stalks or case.breaches or case.act.kind == "harassment") and dice.chance(
        rate("log.stalking_considered")
    ):
        entries.append(
            (
                "STALKING CONSIDERED",
                later(case.recorded_at, 4 + dice.spell(3) * 24),
                "sergeant",
                "SC1",
            )
        )
    if dice.chance(rate("log.reviewed")):
        entries.append(
            (
                "SUPERVISOR REVIEW",
                later(case.recorded_at, 20 + dice.spell(4) * 24),
                "sergeant",
                "SR1",
            )
        )
    if dice.chance(rate("log.victim_update")):
        entries.append(
            ("VICTIM UPDATE", later(case.recorded_at, 60 + dice.spell(20) * 24), "constable", "VC1")
        )
    if (
        case.outcome_at is not None
        and case.outcome in ("15", "16", "22")
        and dice.chance(rate("log.signed_off"))
    ):
        rank = "inspector" if case.outcome == "22" else "sergeant"
        entries.append(
            ("OUTCOME SIGN OFF", later(case.outcome_at, -0.1), rank, f"OS{case.outcome}")
        )
    for kind, at, rank, note in entries:
        recorder.rows.add(
            "CRIME_LOG",
            max(later(at, 0.1), later(case.recorded_at, 0.1)),
            LOG_REF=recorder.numbers.take("log"),
            CRIME_REF=entry.ref,
            ENTRY_TYPE=kind,
            ENTRY_AT=stamp(at),
            COLLAR_NO=recorder.officer(rank, entry.area),
            NOTE_CODE=note,
        )


def _survey(recorder: Recorder, entry: Entry) -> None:
    dice = recorder.dice
    if (
        entry.victim is None
        or not entry.case.is_crime
        or entry.deleted
        or not dice.chance(rate("agencies.survey"))
    ):
        return
    at = office_hours(add(entry.case.recorded_at.date(), 40 + dice.spell(30)), dice)
    if entry.victim.person.alive_on(at.date()):
        recorder.rows.add(
            "VICTIM_SURVEY",
            later(at, 24),
            SURVEY_REF=recorder.numbers.take("survey"),
            NOM_REF=entry.victim.ref,
            CRIME_REF=entry.ref,
            SURVEY_DATE=day(at),
            SATISFIED="Y" if dice.chance(rate("agencies.satisfied")) else "N",
        )


def _after_sentence(recorder: Recorder, entry: Entry) -> None:
    """MAPPA for those sentenced to a year and more for violence or a sexual offence."""
    case, dice = entry.case, recorder.dice
    if entry.suspect is None or case.sentenced_on is None:
        return
    kind = offence_kind(case.act.kind)
    long = case.sentence_days >= LONG_SENTENCE or case.sentence_kind == "hospital_order"
    if (
        not long
        or kind.kind not in ("violence", "sexual", "conduct")
        or not dice.chance(rate("agencies.mappa"))
    ):
        return
    category = "1" if kind.kind == "sexual" else "2"
    from_on = case.released_on or add(case.sentenced_on, 10)
    to_on = case.licence_to
    row = {
        "MAPPA_REF": recorder.numbers.take("mappa"),
        "NOM_REF": entry.suspect.ref,
        "CATEGORY": category,
        "LEVEL": dice.weighted((("1", 0.8), ("2", 0.17), ("3", 0.03))),
        "DATE_FROM": day(from_on),
    }
    recorder.rows.add(
        "MAPPA", office_hours(add(case.sentenced_on, 15 + dice.spell(20)), dice), **row
    )
    if to_on is not None and category == "2" and to_on > add(case.sentenced_on, 120):
        recorder.rows.add("MAPPA", office_hours(add(to_on, 3), dice), **row, DATE_TO=day(to_on))


def _registered(recorder: Recorder, order: Order) -> None:
    """The sex offender notification that a conviction brings."""
    entry = next(e for e in recorder.entries if e.case is order.case)
    if entry.suspect is None or order.from_on is None:
        return
    until = (
        None
        if order.case.sentence_days > 900
        else add(years(order.from_on, recorder.dice.pick((5, 7, 10))), -1)
    )
    recorder.rows.add(
        "SO_NOTIFICATION",
        office_hours(add(order.from_on, 2 + recorder.dice.spell(3)), recorder.dice),
        NOTIF_REF=recorder.numbers.take("notification"),
        NOM_REF=entry.suspect.ref,
        DATE_FROM=day(order.from_on),
        DATE_TO=day(until),
    )


def _worked_with(recorder: Recorder, person: Person, mine: list[Entry]) -> None:
    """What is done about somebody reported more than once."""
    dice = recorder.dice
    last = mine[-1]
    nominal, at = last.suspect, last.case.recorded_at
    if nominal is None:
        return
    domestic = [e for e in mine if e.case.act.is_domestic]
    victims = {e.case.act.victim.number for e in mine if e.case.act.victim is not None}
    adult = person.age_on(at.date()) >= ADULT
    if adult and len(victims) > 1 and dice.chance(rate("agencies.dvds")):
        _disclosure(recorder, person, mine)
    if adult and len(domestic) > 1 and dice.chance(rate("agencies.referral")):
        _referral(recorder, domestic[1])
    if len(mine) >= OFTEN and dice.chance(rate("agencies.iom")):
        from_on = add(at.date(), 5 + dice.spell(30))
        recorder.rows.add(
            "IOM",
            office_hours(from_on, dice),
            IOM_REF=recorder.numbers.take("iom"),
            NOM_REF=nominal.ref,
            COHORT=dice.weighted((("FREE", 0.75), ("FLEX", 0.2), ("FIXED", 0.05))),
            DATE_FROM=day(from_on),
        )
    if dice.chance(rate("agencies.intervention")):
        for _ in range(1 + dice.extra(0.6)):
            when = office_hours(add(at.date(), 3 + dice.spell(40)), dice)
            recorder.rows.add(
                "INTERVENTION",
                later(when, 3),
                CONTACT_REF=recorder.numbers.take("contact"),
                NOM_REF=nominal.ref,
                CONTACT_TYPE=dice.weighted(mix("agencies.contacts")).upper(),
                CONTACT_DATE=day(when),
                COLLAR_NO=recorder.officer("constable", last.area),
                RESULT=dice.pick(words("intervention.results")),
            )
    for _ in range(dice.extra(rate("agencies.intelligence"))):
        entry = dice.pick(mine)
        about = entry.suspect
        if about is None:
            continue
        when = moment(
            add(entry.case.recorded_at.date(), 1 + dice.spell(60)),
            dice.between(7 * 3600, 22 * 3600),
        )
        recorder.rows.add(
            "INTEL_LOG",
            later(when, 5 + dice.unit() * 40),
            LOG_REF=recorder.numbers.take("intelligence"),
            NOM_REF=about.ref,
            SOURCE_EVAL=dice.weighted((("1", 0.3), ("2", 0.6), ("3", 0.1))),
            INFO_ASSESS=dice.weighted(
                (("A", 0.2), ("B", 0.25), ("C", 0.2), ("D", 0.3), ("E", 0.05))
            ),
            HANDLING=dice.weighted((("P", 0.8), ("C", 0.2))),
            LOG_DATE=day(when),
            TITLE=dice.pick(words("intelligence.titles")),
        )


def _disclosure(recorder: Recorder, person: Person, mine: list[Entry]) -> None:
    """A question or a decision under the disclosure scheme, with its stages."""
    dice = recorder.dice
    partners = [
        t for t in recorder.circle.ties if t.kind == "partner" and person in (t.one, t.other)
    ]
    at = mine[-1].case.recorded_at
    nominal = mine[-1].suspect
    if nominal is None:
        return
    received_at = later(at, 24 * (2 + dice.spell(50)) + dice.unit() * 8)
    now = [t for t in partners if t.from_on <= received_at.date()]
    partner = (now[-1].other if now[-1].one is person else now[-1].one) if now else None
    at_risk = recorder.registry.find(partner, received_at) if partner is not None else None
    if partner is not None and at_risk is not None and dice.chance(0.7):
        recorder.note_tie(now[-1], nominal, at_risk, received_at)
    end = dice.weighted(mix("agencies.dvds_end"))
    stages: list[tuple[str, datetime]] = [
        ("received", received_at),
        ("initial_check", later(received_at, 10 + dice.unit() * 20)),
    ]
    for stage, wait in (("face_to_face", 5), ("risk_assessed", 6), ("forum_decision", 9), (end, 4)):
        if end == "not_contactable" and stage in ("risk_assessed", "forum_decision"):
            continue
        stages.append((stage, office_hours(add(stages[-1][1].date(), 1 + dice.spell(wait)), dice)))
    row = {
        "DVDS_REF": recorder.numbers.take("dvds"),
        "ROUTE": dice.pick(("RIGHT TO ASK", "RIGHT TO KNOW")),
        "SUBJECT_NOM_REF": nominal.ref,
        "AT_RISK_NOM_REF": at_risk.ref if at_risk is not None else "",
        "RECEIVED_AT": stamp(received_at),
    }
    before: datetime | None = None
    for stage, when in stages:
        recorded_at = later(when, 1)
        if before is not None and recorded_at <= before:
            recorded_at = later(before, 0.5)
        before = recorded_at
        recorder.rows.add(
            "DVDS", recorded_at, **row, STAGE=stage.upper().replace("_", " "), STAGE_AT=stamp(when)
        )


def _referral(recorder: Recorder, entry: Entry) -> None:
    """A programme: identified, approached, referred, and how far it went."""
    dice, nominal, at, area = recorder.dice, entry.suspect, entry.case.recorded_at, entry.area
    if nominal is None:
        return
    programme = dice.weighted(mix("agencies.programmes"))
    path = dice.weighted(mix("agencies.referral_paths")).split(" ")
    when = office_hours(add(at.date(), 6 + dice.spell(30)), dice)
    referred_on: date = when.date()
    row = {
        "REFERRAL_REF": recorder.numbers.take("referral"),
        "NOM_REF": nominal.ref,
        "PROGRAMME": programme,
        "REFERRED": day(referred_on),
        "REFERRED_BY": recorder.officer("constable", area),
    }
    before: datetime | None = None
    for stage in path:
        if when.date() > add(day_of("world.ends_on"), 300):
            break
        recorded_at = later(when, 2)
        if before is not None and recorded_at <= before:
            recorded_at = later(before, 0.5)
        before = recorded_at
        ended = stage in ("declined", "dropped_out")
        recorder.rows.add(
            "PROGRAMME_REFERRAL",
            recorded_at,
            **row,
            STAGE=stage.upper().replace("_", " "),
            STAGE_DATE=day(when),
            REASON=dice.pick(words("referral.reasons")) if ended else "",
        )
        wait = 150 if stage == "attending" else 14
        when = office_hours(add(when.date(), wait // 2 + 1 + dice.spell(wait)), dice)
