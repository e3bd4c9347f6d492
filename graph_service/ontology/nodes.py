"""The things in the graph: people, events, things and conclusions."""

from datetime import date, datetime
from typing import Annotated

from pydantic import Field

from graph_service.contract import Marking, events, orders, people
from graph_service.ontology.model import Display, Keyed, Node

_SEARCHED = ("forename_key", "surname_key", "surname_sound")


class _Named(Keyed):
    """A thing with a name, with the keys under which search finds it."""

    forename_key: str | None = Field(None, description="Folded forename, for search.")
    surname_key: str | None = Field(None, description="Folded surname, for search.")
    forename_sound: str | None = Field(None, description="Sound of the forename, for search.")
    surname_sound: str | None = Field(None, description="Sound of the surname, for search.")


class PersonRecord(_Named, people.PersonRecord):
    """What a force wrote about one person, once. The person behind it is a conclusion."""

    display = Display("surname", "person records", "#b1b4b6")
    indexes = (*_SEARCHED, "founds", "pnc_id", "cro_number")

    founds: str = Field("", description="The person id that this record would found.")
    is_protected: bool | None = Field(
        None, description="Named anywhere as victim, witness, protected or at risk; else nothing."
    )


class Alias(_Named, people.Alias):
    """Another name that a record gives for its person."""

    display = Display("surname", "aliases", "#d2d4d6")
    indexes = _SEARCHED


class Person(Node):
    """A human being as concluded from the records. Nothing is merged away to make one."""

    display = Display("name", "people", "#1d70b8")
    key_property = "person_id"

    person_id: str = Field(description="Made from the founding record; stays from load to load.")
    name: Annotated[str | None, Marking.PERSONAL] = Field(
        None, description="Name on the founding record."
    )
    born_on: Annotated[date | None, Marking.PERSONAL] = Field(
        None, description="Date of birth, where the records do not disagree."
    )
    sex: str | None = Field(None, description="Sex, where the records do not disagree.")
    died_on: Annotated[date | None, Marking.PERSONAL] = Field(
        None, description="Earliest recorded date of death."
    )
    areas: list[str] | None = Field(None, description="Areas in which the records place a home.")


class Offence(Keyed, events.Offence):
    """A crime or incident as the force recorded it."""

    display = Display("title", "offences", "#d4351c", "square")
    indexes = ("area", "from_on", "code")


class Outcome(Keyed, events.Outcome):
    """A recorded crime outcome."""

    display = Display("code", "outcomes", "#f47738", "diamond")


class CaseEvent(Keyed, events.CaseEvent):
    """A step of a process on an offence."""

    display = Display("kind", "case events", "#f499be", "diamond")


class Survey(Keyed, events.Survey):
    """A victim's answer to a satisfaction survey."""

    display = Display("on", "surveys", "#b58840", "diamond")


class RiskAssessment(Keyed, events.RiskAssessment):
    """A risk assessment. A grade is an opinion of its day, not a fact."""

    display = Display("grade", "risk assessments", "#ffdd00", "diamond")


class CustodyEvent(Keyed, events.CustodyEvent):
    """A change in a person's custody, bail, sentence or licence."""

    display = Display("kind", "custody events", "#6f72af", "diamond")


class Order(Keyed, orders.Order):
    """A civil or criminal order or notice."""

    display = Display("kind", "orders", "#00703c", "hexagon")
    indexes = ("area", "kind", "to_on")


class OrderEvent(Keyed, orders.OrderEvent):
    """A step in the life of an order."""

    display = Display("kind", "order events", "#85994b", "diamond")


class OrderCondition(Keyed, orders.OrderCondition):
    """A condition of an order."""

    display = Display("kind", "order conditions", "#85994b", "square")


class Disclosure(Keyed, events.Disclosure):
    """A case under the domestic violence disclosure scheme."""

    display = Display("route", "disclosures", "#d53880", "diamond")


class Marac(Keyed, orders.Marac):
    """A hearing of a multi-agency risk assessment conference."""

    display = Display("heard_on", "MARAC hearings", "#d53880", "square")


class Mappa(Keyed, orders.Mappa):
    """A period under multi-agency public protection arrangements."""

    display = Display("level", "MAPPA periods", "#6f72af", "square")


class SexOffenderNotification(Keyed, people.SexOffenderNotification):
    """A period in which a person is subject to sex offender notification."""

    display = Display("from_on", "notification periods", "#6f72af", "hexagon")


class Iom(Keyed, orders.Iom):
    """A period under integrated offender management."""

    display = Display("scheme", "IOM periods", "#6f72af")


class Referral(Keyed, orders.Referral):
    """A referral of a person to a programme."""

    display = Display("programme", "referrals", "#85994b")


class Intervention(Keyed, orders.Intervention):
    """Something done with or about a person."""

    display = Display("kind", "interventions", "#28a197", "diamond")


class Intelligence(Keyed, events.Intelligence):
    """An intelligence log. What it says is as good as its grading, and not a fact."""

    display = Display("on", "intelligence logs", "#505a5f", "diamond")


class Officer(Keyed, people.Officer):
    """A member of the force, as far as lists and processes name one."""

    display = Display("rank", "officers", "#003078")


class Area(Keyed, people.Area):
    """A local policing area."""

    display = Display("name", "areas", "#28a197", "square")


class Location(Node):
    """An address. The same words and postcode are the same location, whoever wrote them."""

    display = Display("address", "locations", "#4c2c92", "square")

    key: str = Field(description="Digest of the folded address and postcode. Unique.")
    address: Annotated[str | None, Marking.CONTACT] = Field(None, description="Address.")
    postcode: Annotated[str | None, Marking.CONTACT] = Field(None, description="Postcode.")


class Run(Node):
    """A recorded scoring run."""

    display = Display("as_of", "runs", "#505a5f", "hexagon")
    key_property = "run_id"

    run_id: str = Field(description="Made from as-of, known-at, inputs, settings and code.")
    as_of: datetime = Field(description="The instant that it looks at.")
    known_at: datetime = Field(description="Acceptance of the last batch or decision it knew.")
    made_at: datetime = Field(description="When it was made.")
    inputs: str = Field(description="Digest of the batches, links and decisions.")
    settings: str = Field(description="Digest of the parameters.")
    code: str = Field(description="Version and digest of the code.")
    is_for_now: bool = Field(description="Made for now rather than for a past day.")
    is_current: bool = Field(description="Lists answer from this one unless another is asked for.")


class Score(Node):
    """A person's place under one scheme in the current run."""

    display = Display("scheme", "scores", "#5694ca", "diamond")
    indexes = ("run_id", "person_id")

    key: str = Field(description="Run, scheme and person. Unique.")
    run_id: str = Field(description="The run that wrote it.")
    scheme: str = Field(description="The scheme.")
    person_id: str = Field(description="The person.")
    rank: int = Field(description="1 is the first. Ties are broken by person id.")
    micro_points: int = Field(description="The score in millionths of a point.")
    areas: list[str] = Field(description="Areas whose offences contribute.")
    entry: str = Field(description="The list entry as canonical JSON.")


CONTRACT_NODES: tuple[type[Node], ...] = (
    PersonRecord,
    Alias,
    Offence,
    Outcome,
    RiskAssessment,
    CustodyEvent,
    Order,
    OrderEvent,
    OrderCondition,
    CaseEvent,
    Survey,
    Disclosure,
    Marac,
    Mappa,
    SexOffenderNotification,
    Iom,
    Referral,
    Intervention,
    Intelligence,
    Officer,
    Area,
)
FACT_NODES: tuple[type[Node], ...] = (*CONTRACT_NODES, Location)
NODES: tuple[type[Node], ...] = (*FACT_NODES, Person, Run, Score)
