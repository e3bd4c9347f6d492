"""Contract tables about orders, programmes and management."""

from typing import Annotated, ClassVar, Literal

from pydantic import Field

from graph_service.contract.events import (
    FreeText,
    OptionalOffence,
    OptionalRecord,
)
from graph_service.contract.people import AreaReference, RecordReference
from graph_service.contract.types import (
    Day,
    Reference,
    RefersTo,
    RequiredDay,
    RequiredInstant,
    RequiredReference,
    Row,
    RowKey,
    Text,
)

OrderReference = Annotated[RequiredReference, RefersTo("order")]


class Order(Row):
    """A civil or criminal order or notice that protects people from its respondent."""

    table: ClassVar[str] = "order"

    order_id: RowKey = Field(description="The source's reference of the order.")
    kind: Literal[
        "spo",
        "interim_spo",
        "dvpn",
        "dvpo",
        "dapn",
        "dapo",
        "nmo",
        "restraining_order",
        "shpo",
        "interim_shpo",
        "sro",
        "interim_sro",
        "fmpo",
        "fgmpo",
        "cbo",
        "asb_injunction",
    ] = Field(description="Kind of order.")
    state: Literal[
        "proposed",
        "authorised",
        "served",
        "applied",
        "interim",
        "made",
        "refused",
        "withdrawn",
        "lapsed",
        "active",
        "expired",
        "discharged",
    ] = Field(description="Where it stands.")
    respondent_record_id: RecordReference = Field(description="The respondent's record.")
    offence_id: OptionalOffence = Field(None, description="The offence that led to it.")
    court: Text = Field(None, description="Court.")
    area: AreaReference = Field(None, description="Area that manages it.")
    follows_order_id: Annotated[Reference, RefersTo("order")] = Field(
        None, description="The notice, interim or earlier order that it follows."
    )
    made_on: Day = Field(None, description="Day on which it was made.")
    from_on: Day = Field(None, description="First day in force.")
    to_on: Day = Field(None, description="Last day in force; empty = until further order.")


class OrderProtected(Row):
    """A person whom an order protects."""

    table: ClassVar[str] = "order_protected"

    order_id: Annotated[RowKey, RefersTo("order")] = Field(description="The order.")
    record_id: Annotated[RowKey, RefersTo("person_record")] = Field(description="The record.")


class OrderCondition(Row):
    """A prohibition, requirement or monitoring condition of an order."""

    table: ClassVar[str] = "order_condition"

    condition_id: RowKey = Field(description="The source's reference.")
    order_id: OrderReference = Field(description="The order.")
    kind: Literal["prohibition", "requirement", "electronic_monitoring"] = Field(
        description="What sort of condition."
    )
    text: FreeText = Field(None, description="Its words.")


class OrderEvent(Row):
    """A step in the life of an order."""

    table: ClassVar[str] = "order_event"

    event_id: RowKey = Field(description="The source's reference.")
    order_id: OrderReference = Field(description="The order.")
    kind: Literal[
        "proposed",
        "authorised",
        "served",
        "applied",
        "hearing_listed",
        "heard",
        "adjourned",
        "interim_made",
        "made",
        "refused",
        "withdrawn",
        "lapsed",
        "notified",
        "varied",
        "renewal_applied",
        "renewed",
        "discharged",
        "breach_reported",
        "arrest",
        "charged",
        "convicted",
        "acquitted",
        "not_pursued",
    ] = Field(description="What happened.")
    at: RequiredInstant = Field(description="When.")
    by: Text = Field(None, description="By whom.")
    offence_id: OptionalOffence = Field(None, description="The offence, for a breach.")


class Marac(Row):
    """A hearing of a multi-agency risk assessment conference."""

    table: ClassVar[str] = "marac"

    hearing_id: RowKey = Field(description="The source's reference.")
    record_id: RecordReference = Field(description="The suspect's record.")
    victim_record_id: OptionalRecord = Field(None, description="The victim's record.")
    heard_on: RequiredDay = Field(description="Day of the hearing.")


class Mappa(Row):
    """A period under multi-agency public protection arrangements."""

    table: ClassVar[str] = "mappa"

    mappa_id: RowKey = Field(description="The source's reference.")
    record_id: RecordReference = Field(description="The person's record.")
    category: Literal["1", "2", "3", "4"] | None = Field(None, description="Category 1 to 4.")
    level: Literal["1", "2", "3"] | None = Field(None, description="Level 1 to 3.")
    from_on: RequiredDay = Field(description="First day.")
    to_on: Day = Field(None, description="Last day.")


class Iom(Row):
    """A period under integrated offender management."""

    table: ClassVar[str] = "iom"

    iom_id: RowKey = Field(description="The source's reference.")
    record_id: RecordReference = Field(description="The person's record.")
    scheme: Literal["fixed", "flex", "free"] | None = Field(None, description="Which cohort.")
    from_on: RequiredDay = Field(description="First day.")
    to_on: Day = Field(None, description="Last day.")


class Referral(Row):
    """A referral of a person to a programme."""

    table: ClassVar[str] = "referral"

    referral_id: RowKey = Field(description="The source's reference.")
    record_id: RecordReference = Field(description="The person's record.")
    programme: RequiredReference = Field(description="The programme.")
    referred_on: RequiredDay = Field(description="Day of the referral.")
    referred_by: Text = Field(None, description="Who referred.")
    state: Literal[
        "identified",
        "approached",
        "referred",
        "accepted",
        "declined",
        "started",
        "attending",
        "completed",
        "dropped_out",
    ] = Field(description="Where it stands.")
    state_on: Day = Field(None, description="Since when.")
    reason: FreeText = Field(None, description="Reason given.")


class Intervention(Row):
    """Something done with or about a person."""

    table: ClassVar[str] = "intervention"

    intervention_id: RowKey = Field(description="The source's reference.")
    record_id: RecordReference = Field(description="The person's record.")
    kind: Literal[
        "support", "prevention", "diversion", "disruption", "enforcement", "visit", "approach"
    ] = Field(description="What sort.")
    on: RequiredDay = Field(description="Day.")
    by: Text = Field(None, description="By whom.")
    result: FreeText = Field(None, description="Result.")
