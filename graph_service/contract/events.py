"""Contract tables about offences and what was done about them."""

from typing import Annotated, ClassVar, Literal

from pydantic import Field

from graph_service.contract.people import AreaReference, Contact, RecordReference
from graph_service.contract.types import (
    Code,
    Codes,
    Day,
    Flag,
    Instant,
    Key,
    Marking,
    Number,
    OutcomeCode,
    Postcode,
    Reference,
    RefersTo,
    RequiredDay,
    RequiredInstant,
    RequiredReference,
    Row,
    RowKey,
    Text,
    Whole,
)

OptionalRecord = Annotated[Reference, RefersTo("person_record")]
OffenceReference = Annotated[RequiredReference, RefersTo("offence")]
OptionalOffence = Annotated[Reference, RefersTo("offence")]
FreeText = Annotated[Text, Marking.FREE_TEXT]


class Offence(Row):
    """A crime or incident as the force recorded it."""

    table: ClassVar[str] = "offence"

    offence_id: RowKey = Field(description="The source's reference of the offence.")
    record_type: Literal["crime", "incident"] | None = Field(
        "crime", description="Crime, or an incident that was not recorded as a crime."
    )
    code: Code = Field(None, description="Offence code in code_system.")
    code_system: Code = Field(None, description="HO, HO5, CJS, NIBRS or the source's own.")
    title: Text = Field(None, description="Offence title in the source's words.")
    from_on: Day = Field(None, description="First day on which it happened.")
    to_on: Day = Field(None, description="Last day on which it happened.")
    reported_on: Day = Field(None, description="Day on which it was reported.")
    area: AreaReference = Field(None, description="Area in which it was recorded.")
    address: Contact = Field(None, description="Where it happened.")
    postcode: Postcode = Field(None, description="Postcode of where it happened.")
    is_domestic: Flag = Field(None, description="Flagged as domestic abuse.")
    is_vawg: Flag = Field(None, description="Counts as violence against women and girls.")
    included_codes: Codes = Field(None, description="Codes of included classifications.")
    harm_weight: Number = Field(None, description="The source's own harm weight, in days.")


class Involvement(Row):
    """A record's part in an offence. Being recorded as suspect is not a finding of guilt."""

    table: ClassVar[str] = "involvement"

    offence_id: Annotated[RowKey, RefersTo("offence")] = Field(description="The offence.")
    record_id: Annotated[RowKey, RefersTo("person_record")] = Field(description="The record.")
    role: Annotated[Literal["suspect", "victim", "witness"], Key()] = Field(
        description="The part that the person is recorded to have had."
    )
    status: (
        Literal[
            "named",
            "arrested",
            "charged",
            "convicted",
            "acquitted",
            "discontinued",
            "no_further_action",
        ]
        | None
    ) = Field(None, description="How far it went for a suspect.")
    status_on: Day = Field(None, description="Day of that status.")


class Outcome(Row):
    """A recorded crime outcome."""

    table: ClassVar[str] = "outcome"

    outcome_id: RowKey = Field(description="The source's reference of the outcome.")
    offence_id: OffenceReference = Field(description="The offence.")
    record_id: OptionalRecord = Field(None, description="The suspect's record, if one is named.")
    code: OutcomeCode = Field(
        description="Home Office outcome number, suffix A allowed; 0 = none yet."
    )
    decided_on: Day = Field(None, description="Day of the decision.")
    decided_by: Text = Field(None, description="Who decided, by role or officer reference.")


class CaseEvent(Row):
    """A step of a process on an offence."""

    table: ClassVar[str] = "case_event"

    event_id: RowKey = Field(description="The source's reference.")
    offence_id: OffenceReference = Field(description="The offence.")
    kind: RequiredReference = Field(description="The step.")
    at: RequiredInstant = Field(description="When.")
    by: Text = Field(None, description="By whom.")
    note_code: Code = Field(None, description="A coded note.")


class RiskAssessment(Row):
    """A risk assessment such as DASH, DARA or S-DASH. A grade is an opinion, not a fact."""

    table: ClassVar[str] = "risk_assessment"

    assessment_id: RowKey = Field(description="The source's reference.")
    kind: Literal["dash", "dara", "s_dash", "sst", "ppit"] = Field(description="Which form.")
    about_record_id: RecordReference = Field(description="The suspect it is about.")
    victim_record_id: OptionalRecord = Field(None, description="The person at risk.")
    offence_id: OptionalOffence = Field(None, description="The offence that prompted it.")
    on: RequiredDay = Field(description="Day of the assessment.")
    grade: Literal["standard", "medium", "high"] | None = Field(None, description="Grade.")
    ticks: Whole = Field(None, description="Number of items answered yes.")
    items: Codes = Field(None, description="Codes of the items answered yes.")
    assessed_by: Text = Field(None, description="Who assessed.")


class CustodyEvent(Row):
    """A change in a person's custody, bail, sentence or licence."""

    table: ClassVar[str] = "custody_event"

    event_id: RowKey = Field(description="The source's reference.")
    record_id: RecordReference = Field(description="The person's record.")
    kind: Literal[
        "arrested",
        "detained",
        "bailed",
        "released_under_investigation",
        "charged",
        "remanded",
        "sentenced",
        "released",
        "on_licence",
        "licence_ended",
        "recalled",
    ] = Field(description="What happened.")
    at: RequiredInstant = Field(description="When.")
    until_on: Day = Field(None, description="Last day of the state that it began.")
    offence_id: OptionalOffence = Field(None, description="The offence it was for.")
    sentence_kind: (
        Literal[
            "immediate",
            "suspended",
            "extended",
            "life",
            "hospital_order",
            "community",
            "fine",
            "other",
        ]
        | None
    ) = Field(None, description="Kind of sentence.")
    sentence_days: Whole = Field(None, description="Length of the sentence in days.")


class Disclosure(Row):
    """A case under the domestic violence disclosure scheme."""

    table: ClassVar[str] = "disclosure"

    disclosure_id: RowKey = Field(description="The source's reference.")
    route: Literal["right_to_ask", "right_to_know"] = Field(description="Which route.")
    subject_record_id: RecordReference = Field(description="Whose history it is about.")
    person_at_risk_record_id: OptionalRecord = Field(None, description="The person at risk.")
    received_at: RequiredInstant = Field(description="When it was received.")
    state: Literal[
        "received",
        "initial_check",
        "face_to_face",
        "risk_assessed",
        "forum_decision",
        "disclosed",
        "no_disclosure",
        "not_contactable",
        "closed",
    ] = Field(description="Where it stands.")
    state_at: Instant = Field(None, description="Since when.")


class Intelligence(Row):
    """An intelligence log about a person, with its 3x5x2 grading."""

    table: ClassVar[str] = "intelligence"

    log_id: RowKey = Field(description="The source's reference.")
    record_id: RecordReference = Field(description="The person's record.")
    source_evaluation: Literal["1", "2", "3"] | None = Field(None, description="Source: 1 to 3.")
    information_assessment: Literal["A", "B", "C", "D", "E"] | None = Field(
        None, description="Information: A to E."
    )
    handling: Literal["P", "C"] | None = Field(None, description="Handling: P or C.")
    on: Day = Field(None, description="Day of the log.")
    title: FreeText = Field(None, description="Title of the log.")


class Survey(Row):
    """A victim's answer to a satisfaction survey."""

    table: ClassVar[str] = "survey"

    survey_id: RowKey = Field(description="The source's reference.")
    record_id: OptionalRecord = Field(None, description="Who answered.")
    offence_id: OptionalOffence = Field(None, description="The offence it was about.")
    on: RequiredDay = Field(description="Day of the answer.")
    satisfied: Flag = Field(None, description="Satisfied overall.")
