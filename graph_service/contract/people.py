"""Contract tables about people, where they live and how they are connected."""

from typing import Annotated, ClassVar, Literal

from pydantic import Field

from graph_service.contract.types import (
    Code,
    Day,
    Flag,
    Key,
    Marking,
    Postcode,
    Reference,
    RefersTo,
    RequiredDay,
    RequiredReference,
    RetractedKey,
    Row,
    RowKey,
    Text,
    Whole,
)

Sex = Literal["M", "F", "X", "U"]
Name = Annotated[Text, Marking.PERSONAL]
Contact = Annotated[Text, Marking.CONTACT]
RecordReference = Annotated[RequiredReference, RefersTo("person_record")]
AreaReference = Annotated[Reference, RefersTo("area")]

RelationshipKind = Literal[
    "spouse",
    "civil_partner",
    "partner",
    "ex_spouse",
    "ex_civil_partner",
    "ex_partner",
    "parent",
    "child",
    "sibling",
    "grandparent",
    "other_family",
    "shares_parental_responsibility",
    "same_household",
    "friend",
    "acquaintance",
    "colleague",
    "neighbour",
    "carer",
    "stranger",
    "other",
]


RetractedTable = Literal[
    "person_record",
    "alias",
    "address",
    "relationship",
    "offence",
    "involvement",
    "outcome",
    "case_event",
    "risk_assessment",
    "custody_event",
    "order",
    "order_protected",
    "order_condition",
    "order_event",
    "disclosure",
    "marac",
    "mappa",
    "sex_offender_notification",
    "iom",
    "referral",
    "intervention",
    "intelligence",
    "survey",
    "officer",
    "area",
]


class PersonRecord(Row):
    """What a force wrote about one person, once. The same human being may have many records."""

    table: ClassVar[str] = "person_record"

    record_id: RowKey = Field(description="The source's own reference of the record.")
    area: AreaReference = Field(None, description="Area where the person lives.")
    forename: Name = Field(None, description="First name as written.")
    middle_names: Name = Field(None, description="Middle names as written.")
    surname: Name = Field(None, description="Surname as written.")
    full_name: Name = Field(None, description="Whole name, where the source does not part it.")
    born_on: Annotated[Day, Marking.PERSONAL] = Field(None, description="Date of birth.")
    born_on_estimated: Flag = Field(None, description="The date of birth is an estimate.")
    age_years: Whole = Field(None, description="Age in years on age_on, where no birth date is.")
    age_on: Day = Field(None, description="The day on which age_years was recorded.")
    died_on: Annotated[Day, Marking.PERSONAL] = Field(None, description="Date of death.")
    sex: Sex | None = Field(None, description="Sex as recorded: M, F, X, or U for not known.")
    pnc_id: Annotated[Code, Marking.PERSONAL] = Field(
        None, description="Police National Computer id, with its check letter."
    )
    cro_number: Annotated[Code, Marking.PERSONAL] = Field(
        None, description="Criminal Records Office number."
    )
    address: Contact = Field(None, description="Home address as written.")
    postcode: Postcode = Field(None, description="Postcode, upper case without spaces.")
    phone: Contact = Field(None, description="Telephone number as written.")
    email: Contact = Field(None, description="E-mail address.")
    occupation: Text = Field(None, description="Occupation as written.")
    birth_place: Name = Field(None, description="Place of birth as written.")
    ethnicity_self: Annotated[Text, Marking.SPECIAL_CATEGORY] = Field(
        None, description="Self-defined ethnicity. Read by the fairness measures alone."
    )
    ethnicity_officer: Annotated[Text, Marking.SPECIAL_CATEGORY] = Field(
        None, description="Officer-defined ethnicity. Read by the fairness measures alone."
    )


class Alias(Row):
    """Another name under which a record's person is known."""

    table: ClassVar[str] = "alias"

    alias_id: RowKey = Field(description="The source's reference of the alias.")
    record_id: RecordReference = Field(description="The record that the name belongs to.")
    kind: Literal["alias", "former", "maiden", "nickname"] | None = Field(
        None, description="What sort of name it is."
    )
    forename: Name = Field(None, description="First name as written.")
    surname: Name = Field(None, description="Surname as written.")
    full_name: Name = Field(None, description="Whole name, where the source does not part it.")
    born_on: Annotated[Day, Marking.PERSONAL] = Field(
        None, description="Date of birth given with the name."
    )


class Address(Row):
    """An address of a record's person, current or former."""

    table: ClassVar[str] = "address"

    address_id: RowKey = Field(description="The source's reference of the address.")
    record_id: RecordReference = Field(description="The record that the address belongs to.")
    kind: Literal["home", "work", "other"] | None = Field(None, description="What it is used as.")
    address: Contact = Field(None, description="Address as written.")
    postcode: Postcode = Field(None, description="Postcode, upper case without spaces.")
    area: AreaReference = Field(None, description="Area of the address.")
    from_on: Day = Field(None, description="First day there.")
    to_on: Day = Field(None, description="Last day there.")


class Relationship(Row):
    """How two records' people are connected: record_id is KIND of other_record_id."""

    table: ClassVar[str] = "relationship"

    relationship_id: RowKey = Field(description="The source's reference of the relationship.")
    record_id: RecordReference = Field(description="The record that is KIND of the other.")
    other_record_id: RecordReference = Field(description="The other record.")
    kind: RelationshipKind = Field(description="What the first is to the second.")
    from_on: Day = Field(None, description="First day of it.")
    to_on: Day = Field(None, description="Last day of it.")


class SexOffenderNotification(Row):
    """A period in which a person is subject to sex offender notification."""

    table: ClassVar[str] = "sex_offender_notification"

    notification_id: RowKey = Field(description="The source's reference.")
    record_id: RecordReference = Field(description="The person's record.")
    from_on: RequiredDay = Field(description="First day.")
    to_on: Day = Field(None, description="Last day.")


class Officer(Row):
    """A member of the force, as far as lists and processes name one."""

    table: ClassVar[str] = "officer"

    officer_id: RowKey = Field(description="The source's reference of the officer.")
    rank: (
        Literal[
            "constable",
            "sergeant",
            "inspector",
            "chief_inspector",
            "superintendent",
            "chief_superintendent",
            "staff",
        ]
        | None
    ) = Field(None, description="Rank.")
    role: Text = Field(None, description="Role in the force.")
    area: AreaReference = Field(None, description="Area of the officer's post.")


class Area(Row):
    """A local policing area of a force."""

    table: ClassVar[str] = "area"

    area_id: RowKey = Field(description="The area's id, as other tables name it.")
    name: Text = Field(None, description="Name of the area.")
    force: Text = Field(None, description="Name of the force.")
    force_code: Text = Field(None, description="Home Office code of the force.")


class Retraction(Row):
    """A row that the source takes back. A later version of the row revives it."""

    table: ClassVar[str] = "retraction"

    # ``table`` is a key column here and the table's name elsewhere; the alias keeps both.
    retracted_table: Annotated[RetractedTable, Key()] = Field(
        alias="table", description="The table of the row that is taken back."
    )
    key: RetractedKey = Field(
        description="Its key columns joined by ';'; of several, one that holds a ';' stands in "
        "double quotes, as in a CSV file."
    )
    reason: Annotated[Text, Marking.FREE_TEXT] = Field(None, description="Why.")
