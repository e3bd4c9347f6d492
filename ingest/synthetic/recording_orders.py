"""What the force writes down of an order: its states, events, terms and the people it protects."""

from ingest.synthetic.days import later
from ingest.synthetic.layout import day, spoken, stamp
from ingest.synthetic.nominals import Nominal
from ingest.synthetic.orders import Order
from ingest.synthetic.recording import Entry, Recorder

TYPE_WORDS = {
    "spo": "SPO",
    "interim_spo": "INTERIM SPO",
    "dvpn": "DVPN",
    "dvpo": "DVPO",
    "nmo": "NON-MOLESTATION",
    "restraining_order": "RESTRAINING ORDER",
    "shpo": "SHPO",
    "sro": "SRO",
    "interim_sro": "INTERIM SRO",
    "fmpo": "FORCED MARRIAGE PO",
    "fgmpo": "FGM PO",
    "dapo": "DAPO",
    "cbo": "CRIMINAL BEHAVIOUR ORDER",
    "asb_injunction": "ASB INJUNCTION",
}


def record_orders(recorder: Recorder, orders: list[Order]) -> list[tuple[str, Order]]:
    """Rows of every order of a circle; gives each with its reference."""
    by_case = {id(entry.case): entry for entry in recorder.entries}
    recorder.orders = orders
    refs = {id(order): recorder.numbers.take("order") for order in orders}
    for order in orders:
        _record(recorder, order, by_case, refs)
    return [(refs[id(order)], order) for order in orders]


def _record(
    recorder: Recorder, order: Order, by_case: dict[int, Entry], refs: dict[int, str]
) -> None:
    entry = by_case[id(order.case)]
    ref, first = refs[id(order)], order.versions[0].recorded_at
    respondent = entry.suspect
    if respondent is None:
        return
    for version in order.versions:
        recorder.rows.add(
            "CIVIL_ORDER",
            version.recorded_at,
            ORD_REF=ref,
            ORD_TYPE=TYPE_WORDS[order.kind],
            STATUS=spoken(version.state),
            NOM_REF=respondent.ref,
            CRIME_REF="" if entry.deleted else entry.ref,
            COURT=order.court if order.kind != "dvpn" else "",
            LPA=order.area,
            PRIOR_ORD_REF=refs[id(version.follows)] if version.follows is not None else "",
            DATE_MADE=day(version.made_on),
            DATE_FROM=day(version.from_on),
            DATE_TO=day(version.to_on),
        )
    known: dict[int, Nominal] = {
        n.person.number: n for n in (*entry.witnesses, entry.victim) if n is not None
    }
    for person in order.protected:
        nominal = known.get(person.number) or recorder.registry.find(person, first)
        recorder.rows.add(
            "CIVIL_ORDER_PROTECTED", later(first, 0.05), ORD_REF=ref, NOM_REF=nominal.ref
        )
    for kind, text in order.conditions:
        recorder.rows.add(
            "CIVIL_ORDER_TERM",
            later(first, 0.1),
            TERM_REF=recorder.numbers.take("term"),
            ORD_REF=ref,
            TERM_TYPE=spoken(kind),
            TERM_TEXT=text,
        )
    for event in order.events:
        about = by_case.get(id(event.case)) if event.case is not None else None
        crime = about is not None and about.case.is_crime and not about.deleted
        recorder.rows.add(
            "CIVIL_ORDER_EVENT",
            max(event.recorded_at, first),
            EVENT_REF=recorder.numbers.take("order_event"),
            ORD_REF=ref,
            EVENT=spoken(event.kind),
            EVENT_AT=stamp(event.at),
            COLLAR_NO=recorder.officer(event.rank, order.area) if event.rank else "",
            CRIME_REF=about.ref if about is not None and crime else "",
        )
