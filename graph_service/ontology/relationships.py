"""What joins the things in the graph. Types are verbs, read from start to end."""

from datetime import date, datetime

from pydantic import Field

from graph_service.ontology import measures, nodes
from graph_service.ontology.model import ReadFrom, Relationship

RECORDED_AT = Field(None, description="When the force recorded it.")
_PARTNERS = (
    "spouse",
    "civil_partner",
    "partner",
    "ex_spouse",
    "ex_civil_partner",
    "ex_partner",
)
_FAMILY = (
    "parent",
    "child",
    "sibling",
    "grandparent",
    "other_family",
    "shares_parental_responsibility",
)
_OTHERS = ("friend", "acquaintance", "colleague", "neighbour", "carer", "stranger", "other")


class ResolvedTo(Relationship):
    """The record is taken to be about this person."""

    start, end = nodes.PersonRecord, nodes.Person
    few_at = "start"


class _Involved(Relationship):
    """A record's part in an offence."""

    start, end = nodes.PersonRecord, nodes.Offence

    status: str | None = Field(None, description="How far it went.")
    status_on: date | None = Field(None, description="Day of that status.")
    recorded_at: datetime | None = RECORDED_AT


class SuspectIn(_Involved):
    """The person was recorded as a suspect. Not a finding of guilt."""

    read_from = ReadFrom("involvement", "record_id", "offence_id", {"role": ("suspect",)})


class VictimOf(_Involved):
    """The person was recorded as a victim."""

    read_from = ReadFrom("involvement", "record_id", "offence_id", {"role": ("victim",)})


class WitnessTo(_Involved):
    """The person was recorded as a witness."""

    read_from = ReadFrom("involvement", "record_id", "offence_id", {"role": ("witness",)})


class _Related(Relationship):
    """How two records' people are connected."""

    start, end = nodes.PersonRecord, nodes.PersonRecord
    is_keyed = True

    kind: str = Field(description="What the first is to the second.")
    from_on: date | None = Field(None, description="First day of it.")
    to_on: date | None = Field(None, description="Last day of it.")
    recorded_at: datetime | None = RECORDED_AT


class PartnerOf(_Related):
    """Recorded as partner, spouse or former partner of the other."""

    read_from = ReadFrom("relationship", "record_id", "other_record_id", {"kind": _PARTNERS})


class FamilyOf(_Related):
    """Recorded as family of the other."""

    read_from = ReadFrom("relationship", "record_id", "other_record_id", {"kind": _FAMILY})


class LivesWith(_Related):
    """Recorded as of the same household."""

    read_from = ReadFrom(
        "relationship", "record_id", "other_record_id", {"kind": ("same_household",)}
    )


class Knows(_Related):
    """Recorded as friend, acquaintance, colleague, neighbour, carer, stranger or other."""

    read_from = ReadFrom("relationship", "record_id", "other_record_id", {"kind": _OTHERS})


class AlsoKnownAs(Relationship):
    """The record gives this other name."""

    start, end = nodes.PersonRecord, nodes.Alias
    read_from = ReadFrom("alias", "record_id", "self")


class LivesAt(Relationship):
    """The record gives this address."""

    start, end = nodes.PersonRecord, nodes.Location
    is_keyed = True
    few_at = "start"

    kind: str | None = Field(None, description="home, work, other, or recorded.")
    area: str | None = Field(None, description="Area of the address.")
    from_on: date | None = Field(None, description="First day there.")
    to_on: date | None = Field(None, description="Last day there.")
    recorded_at: datetime | None = RECORDED_AT


class HappenedAt(Relationship):
    """The offence was recorded at this location."""

    start, end = nodes.Offence, nodes.Location
    few_at = "start"


class RecordedIn(Relationship):
    """The offence was recorded in this area."""

    start, end = nodes.Offence, nodes.Area
    few_at = "start"
    read_from = ReadFrom("offence", "self", "area")


class OutcomeOf(Relationship):
    """The outcome was given to this offence."""

    start, end = nodes.Outcome, nodes.Offence
    few_at = "start"
    read_from = ReadFrom("outcome", "self", "offence_id")


class DecidedFor(Relationship):
    """The outcome names this suspect."""

    start, end = nodes.Outcome, nodes.PersonRecord
    few_at = "start"
    read_from = ReadFrom("outcome", "self", "record_id")


class SubjectOf(Relationship):
    """The person is the order's respondent."""

    start, end = nodes.PersonRecord, nodes.Order
    read_from = ReadFrom("order", "respondent_record_id", "self")


class ProtectedBy(Relationship):
    """The order protects the person."""

    start, end = nodes.PersonRecord, nodes.Order
    read_from = ReadFrom("order_protected", "record_id", "order_id")

    recorded_at: datetime | None = RECORDED_AT


class Prompted(Relationship):
    """The offence led to the order."""

    start, end = nodes.Offence, nodes.Order
    read_from = ReadFrom("order", "offence_id", "self")


class Follows(Relationship):
    """The order follows this notice, interim or earlier order."""

    start, end = nodes.Order, nodes.Order
    few_at = "start"
    read_from = ReadFrom("order", "self", "follows_order_id")


class EventOf(Relationship):
    """The step is one in the life of this order."""

    start, end = nodes.OrderEvent, nodes.Order
    few_at = "start"
    read_from = ReadFrom("order_event", "self", "order_id")


class Breaches(Relationship):
    """The offence was reported as a breach of the order."""

    start, end = nodes.Offence, nodes.Order
    is_keyed = True
    read_from = ReadFrom("order_event", "offence_id", "order_id", {"kind": ("breach_reported",)})


class ConditionOf(Relationship):
    """The condition is one of this order."""

    start, end = nodes.OrderCondition, nodes.Order
    few_at = "start"
    read_from = ReadFrom("order_condition", "self", "order_id")


class Concerns(Relationship):
    """The custody event concerns this person's record."""

    start, end = nodes.CustodyEvent, nodes.PersonRecord
    few_at = "start"
    read_from = ReadFrom("custody_event", "self", "record_id")


class HeldFor(Relationship):
    """The custody event was for this offence."""

    start, end = nodes.CustodyEvent, nodes.Offence
    few_at = "start"
    read_from = ReadFrom("custody_event", "self", "offence_id")


class Assesses(Relationship):
    """The assessment is about this suspect's record."""

    start, end = nodes.RiskAssessment, nodes.PersonRecord
    few_at = "start"
    read_from = ReadFrom("risk_assessment", "self", "about_record_id")


class AssessesRiskTo(Relationship):
    """The assessment is of the risk to this person."""

    start, end = nodes.RiskAssessment, nodes.PersonRecord
    few_at = "start"
    read_from = ReadFrom("risk_assessment", "self", "victim_record_id")


class MadeAfter(Relationship):
    """The assessment was prompted by this offence."""

    start, end = nodes.RiskAssessment, nodes.Offence
    few_at = "start"
    read_from = ReadFrom("risk_assessment", "self", "offence_id")


class Scored(Relationship):
    """The run gave the person this score."""

    start, end = nodes.Person, nodes.Score


class WrittenBy(Relationship):
    """The score was written by this run."""

    start, end = nodes.Score, nodes.Run
    few_at = "start"


FACT_RELATIONSHIPS: tuple[type[Relationship], ...] = (
    SuspectIn,
    VictimOf,
    WitnessTo,
    PartnerOf,
    FamilyOf,
    LivesWith,
    Knows,
    AlsoKnownAs,
    LivesAt,
    HappenedAt,
    RecordedIn,
    OutcomeOf,
    DecidedFor,
    SubjectOf,
    ProtectedBy,
    Prompted,
    Follows,
    EventOf,
    Breaches,
    ConditionOf,
    Concerns,
    HeldFor,
    Assesses,
    AssessesRiskTo,
    MadeAfter,
    *measures.RELATIONSHIPS,
)
RELATIONSHIPS: tuple[type[Relationship], ...] = (*FACT_RELATIONSHIPS, ResolvedTo, Scored, WrittenBy)
