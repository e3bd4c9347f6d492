"""What is recorded about people reported more than once, with other agencies and within the force.

Disclosures, offender management, programme referrals, contacts and intelligence. Risk assessments
and the MARAC are in `risk.py`, what belongs to single cases in `case_log.py`.
"""

from datetime import date, datetime

from ingest.synthetic.case_log import must_notify, record_after_sentence, record_log, record_survey
from ingest.synthetic.data_files import mix, pairs, rate, waited, words
from ingest.synthetic.days import add, later, moment, office_hours
from ingest.synthetic.fitting import COUPLES
from ingest.synthetic.layout import day, spoken, stamp
from ingest.synthetic.nominals import Nominal
from ingest.synthetic.people import ADULT, PARTNERS, Person, Tie
from ingest.synthetic.recording import Entry, Recorder
from ingest.synthetic.risk import record_risk

_NOTIFIED = ("spo", "interim_spo", "dapo")
_NEEDS_CONTACT = ("face_to_face", "risk_assessed", "forum_decision")
_LONGEST_PROGRAMME = 350
_OFTEN = 4
_SEVEN, _TEN_PM = 7 * 60, 22 * 60


def record_agencies(recorder: Recorder) -> None:
    """All such rows of a circle."""
    record_risk(recorder)
    for entry in recorder.entries:
        record_log(recorder, entry)
        record_survey(recorder, entry)
        record_after_sentence(recorder, entry)
    for person in recorder.circle.people:
        mine = [e for e in recorder.entries if e.suspect is not None and e.suspect.person is person]
        if len(mine) > 1:
            _worked_with(recorder, person, mine)


def _worked_with(recorder: Recorder, person: Person, mine: list[Entry]) -> None:
    """What is done about somebody reported more than once."""
    dice, last = recorder.dice, mine[-1]
    nominal, at = last.suspect, last.case.recorded_at
    if nominal is None:
        return
    domestic = [entry for entry in mine if entry.case.act.is_domestic]
    victims = {e.case.act.victim.number for e in mine if e.case.act.victim is not None}
    adult = person.age_on(at.date()) >= ADULT
    hurt_partner = any(entry.case.act.setting in COUPLES for entry in mine)
    if adult and len(victims) > 1 and hurt_partner and dice.chance(rate("agencies.dvds")):
        _disclosure(recorder, nominal, mine)
    if adult and len(domestic) > 1 and dice.chance(rate("agencies.referral")):
        _referral(recorder, domestic[1])
    if len(mine) >= _OFTEN and dice.chance(rate("agencies.iom")):
        from_on = add(at.date(), waited(dice, "iom"))
        recorder.rows.add(
            "IOM",
            office_hours(from_on, dice),
            IOM_REF=recorder.numbers.take("iom"),
            NOM_REF=nominal.ref,
            COHORT=spoken(dice.weighted(mix("agencies.iom_cohort"))),
            DATE_FROM=day(from_on),
        )
    if dice.chance(rate("agencies.intervention")):
        for _ in range(1 + dice.tail(rate("agencies.further_contacts"))):
            _contact(recorder, nominal, mine)
    for _ in range(dice.tail(rate("agencies.intelligence"))):
        _intelligence(recorder, dice.pick(mine), mine)


def _contact(recorder: Recorder, nominal: Nominal, mine: list[Entry]) -> None:
    dice, entry = recorder.dice, mine[-1]
    when = office_hours(add(entry.case.recorded_at.date(), waited(dice, "contact")), dice)
    results = words("intervention.results")
    if any(found.case.on_licence(when) for found in mine):
        results += words("intervention.on_licence")
    recorder.rows.add(
        "INTERVENTION",
        later(when, 3),
        CONTACT_REF=recorder.numbers.take("contact"),
        NOM_REF=nominal.ref,
        CONTACT_TYPE=spoken(dice.weighted(mix("agencies.contacts"))),
        CONTACT_DATE=day(when),
        COLLAR_NO=recorder.officer("constable", entry.area),
        RESULT=dice.pick(results),
    )


def _intelligence(recorder: Recorder, entry: Entry, mine: list[Entry]) -> None:
    dice, about = recorder.dice, entry.suspect
    if about is None:
        return
    on = add(entry.case.recorded_at.date(), waited(dice, "intelligence"))
    when = moment(on, dice.between(_SEVEN, _TEN_PM) * 60)
    recorder.rows.add(
        "INTEL_LOG",
        later(when, 5 + dice.unit() * 40),
        LOG_REF=recorder.numbers.take("intelligence"),
        NOM_REF=about.ref,
        SOURCE_EVAL=dice.weighted(mix("agencies.source_evaluation")),
        INFO_ASSESS=dice.weighted(mix("agencies.information_assessment")),
        HANDLING=dice.weighted(mix("agencies.handling")),
        LOG_DATE=day(when),
        TITLE=dice.pick(_titles(recorder, about.person, mine, on)),
    )


def _titles(recorder: Recorder, person: Person, mine: list[Entry], on: date) -> tuple[str, ...]:
    """What may be said of somebody on a day, by the ties and duties that he or she has then."""
    titles = words("intelligence.any")
    ties = _couples(recorder, person, on)
    if any(tie.to_on is None or tie.to_on > on for tie in ties):
        titles += words("intelligence.partner")
    if any(tie.to_on is not None and tie.to_on <= on for tie in ties):
        titles += words("intelligence.ex")
    notifies = any(must_notify(entry.case, on) for entry in mine) or any(
        order.respondent is person and order.kind in _NOTIFIED and order.covers(on)
        for order in recorder.orders
    )
    return titles + words("intelligence.notified") if notifies else titles


def _couples(recorder: Recorder, person: Person, on: date) -> list[Tie]:
    """The ties to partners and former partners, begun by a day, the other alive on it."""
    return [
        tie
        for tie in recorder.circle.ties
        if tie.kind in PARTNERS
        and person in (tie.one, tie.other)
        and tie.from_on <= on
        and tie.besides(person).alive_on(on)
    ]


def _at_risk(
    recorder: Recorder, nominal: Nominal, mine: list[Entry], at: datetime
) -> Nominal | None:
    """The record of the partner at risk, with the relationship noted for most.

    Mostly a partner who has not been recorded as a victim, where there is one, else the last.
    """
    person, dice = nominal.person, recorder.dice
    ties = _couples(recorder, person, at.date())
    unharmed = [t for t in ties if all(e.case.act.victim is not t.besides(person) for e in mine)]
    if unharmed and dice.chance(rate("agencies.dvds_new_partner")):
        ties = unharmed
    if not ties:
        return None
    tie = max(ties, key=lambda found: found.from_on)
    found = recorder.registry.find(tie.besides(person), at)
    if dice.chance(rate("records.relation_noted")):
        recorder.associations.note(tie, nominal, found, at)
    return found


def _disclosure(recorder: Recorder, nominal: Nominal, mine: list[Entry]) -> None:
    """A question or a decision under the disclosure scheme, with its stages."""
    dice, after = recorder.dice, mine[-1].case.recorded_at
    received_at = office_hours(add(after.date(), waited(dice, "dvds")), dice)
    at_risk = _at_risk(recorder, nominal, mine, received_at)
    if at_risk is None:
        return
    row = {
        "DVDS_REF": recorder.numbers.take("dvds"),
        "ROUTE": spoken(dice.weighted(mix("agencies.dvds_route"))),
        "SUBJECT_NOM_REF": nominal.ref,
        "AT_RISK_NOM_REF": at_risk.ref,
        "RECEIVED_AT": stamp(received_at),
    }
    end = dice.weighted(mix("agencies.dvds_end"))
    when, recorded_at = received_at, later(received_at, 1)
    recorder.rows.add("DVDS", recorded_at, **row, STAGE="RECEIVED", STAGE_AT=stamp(when))
    for stage, (least, mean) in pairs("agencies.dvds_stages").items():
        if end == "not_contactable" and stage in _NEEDS_CONTACT:
            continue
        when = office_hours(add(when.date(), int(least) + dice.spell(mean)), dice)
        when = max(when, later(recorded_at, 1))
        recorded_at = later(when, 1)
        name = end if stage == "end" else stage
        recorder.rows.add("DVDS", recorded_at, **row, STAGE=spoken(name), STAGE_AT=stamp(when))


def _referral(recorder: Recorder, entry: Entry) -> None:
    """A programme: identified, approached, referred, and how far it went."""
    dice, nominal = recorder.dice, entry.suspect
    if nominal is None:
        return
    path = dice.weighted(mix("agencies.referral_paths")).split(" ")
    when = office_hours(add(entry.case.recorded_at.date(), waited(dice, "referral")), dice)
    row = {
        "REFERRAL_REF": recorder.numbers.take("referral"),
        "NOM_REF": nominal.ref,
        "PROGRAMME": dice.weighted(mix("agencies.programmes")),
        "REFERRED": day(when),
        "REFERRED_BY": recorder.officer("constable", entry.area),
    }
    for stage in path:
        ended = stage in ("declined", "dropped_out")
        recorder.rows.add(
            "PROGRAMME_REFERRAL",
            later(when, 2),
            **row,
            STAGE=spoken(stage),
            STAGE_DATE=day(when),
            REASON=dice.pick(words(f"referral.{stage}")) if ended else "",
        )
        attends = stage == "attending"
        wait = waited(dice, "referral_attending" if attends else "referral_stage")
        wait = min(wait, _LONGEST_PROGRAMME)
        when = office_hours(add(when.date(), wait), dice)
