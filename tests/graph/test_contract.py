"""The contract as declared: what scripts outside the repository rely on, and how text is read."""

from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph_service import archive_schema, contract
from graph_service.contract import Reason, types
from graph_service.contract.people import Retraction

# Tables, columns and keys as they were agreed; "*" is a key, "!" required. Columns may be added.
AGREED = """
person_record *record_id area forename middle_names surname full_name born_on born_on_estimated \
age_years age_on died_on sex pnc_id cro_number address postcode phone email occupation birth_place \
ethnicity_self ethnicity_officer
alias *alias_id record_id! kind forename surname full_name born_on
address *address_id record_id! kind address postcode area from_on to_on
relationship *relationship_id record_id! other_record_id! kind! from_on to_on
offence *offence_id record_type code code_system title from_on to_on reported_on area address \
postcode is_domestic is_vawg included_codes harm_weight
involvement *offence_id *record_id *role status status_on
outcome *outcome_id offence_id! record_id code! decided_on decided_by
case_event *event_id offence_id! kind! at! by note_code
risk_assessment *assessment_id kind! about_record_id! victim_record_id offence_id on! grade ticks \
items assessed_by
custody_event *event_id record_id! kind! at! until_on offence_id sentence_kind sentence_days
order *order_id kind! state! respondent_record_id! offence_id court area follows_order_id made_on \
from_on to_on
order_protected *order_id *record_id
order_condition *condition_id order_id! kind! text
order_event *event_id order_id! kind! at! by offence_id
disclosure *disclosure_id route! subject_record_id! person_at_risk_record_id received_at! state! \
state_at
marac *hearing_id record_id! victim_record_id heard_on!
mappa *mappa_id record_id! category level from_on! to_on
sex_offender_notification *notification_id record_id! from_on! to_on
iom *iom_id record_id! scheme from_on! to_on
referral *referral_id record_id! programme! referred_on! referred_by state! state_on reason
intervention *intervention_id record_id! kind! on! by result
intelligence *log_id record_id! source_evaluation information_assessment handling on title
survey *survey_id record_id offence_id on! satisfied
officer *officer_id rank role area
area *area_id name force force_code
retraction *table *key reason
"""


def declared() -> str:
    lines = []
    for table in contract.TABLES:
        names = [
            f"*{one.name}" if one.is_key else f"{one.name}!" if one.is_required else one.name
            for one in contract.columns(table)
        ]
        assert names.pop() == "recorded_at!"
        lines.append(" ".join([table, *names]))
    return "\n".join(lines)


def test_the_tables_are_those_that_were_agreed() -> None:
    assert declared() == AGREED.strip()


def test_every_column_says_what_it_means() -> None:
    silent = [
        f"{table}.{column.name}"
        for table in contract.TABLES
        for column in contract.columns(table)
        if not column.description and column.name != "recorded_at"
    ]
    assert silent == []


def test_references_lead_to_tables_with_a_single_key() -> None:
    found = {
        (column.name, column.refers_to)
        for table in contract.TABLES
        for column in contract.columns(table)
        if column.refers_to
    }
    assert found == {
        ("area", "area"),
        ("offence_id", "offence"),
        ("order_id", "order"),
        ("follows_order_id", "order"),
        *(
            (name, "person_record")
            for name in (
                "record_id",
                "other_record_id",
                "about_record_id",
                "victim_record_id",
                "respondent_record_id",
                "subject_record_id",
                "person_at_risk_record_id",
            )
        ),
    }
    assert all(len(contract.key_columns(table)) == 1 for _, table in found)


def test_every_table_but_its_own_can_be_retracted() -> None:
    [table, *_] = contract.columns(Retraction.table)
    assert set(table.values) == set(contract.TABLES) - {"retraction"}


def test_the_archive_keeps_the_text_of_what_may_be_unreadable() -> None:
    assert archive_schema.schema("outcome").names == [
        "source",
        "row_key",
        "outcome_id",
        "offence_id",
        "record_id",
        "record_id_raw",
        "code",
        "decided_on",
        "decided_on_raw",
        "decided_by",
        "recorded_at",
        "row_digest",
        "batch_recorded_at",
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2024-02-29T10:00:00", datetime(2024, 2, 29, 10)),
        ("2024-07-01T10:00:00", datetime(2024, 7, 1, 9)),
        ("2024-07-01 10:00:00Z", datetime(2024, 7, 1, 10)),
        ("2024-07-01T10:00:00+0200", datetime(2024, 7, 1, 8)),
        ("2024-07-01T10:00:00-05:30", datetime(2024, 7, 1, 15, 30)),
        ("2024-07-01T10:00:00.1234567", datetime(2024, 7, 1, 9, 0, 0, 123456)),
        # The hour that is there twice is taken for the first, the one that is not for the next.
        ("2024-10-27T01:30:00", datetime(2024, 10, 27, 0, 30)),
        ("2024-03-31T01:30:00", datetime(2024, 3, 31, 1, 30)),
    ],
)
def test_an_instant_is_londons_unless_it_says_otherwise(text: str, expected: datetime) -> None:
    assert types.read_instant(text) == expected


@given(st.dates(types.EARLIEST, types.LATEST))
def test_every_day_of_350_years_is_read(day: date) -> None:
    assert types.read_day(day.isoformat()) == day
    assert types.read_day(f"{day.isoformat()}T00:00:00") == day


READERS = (
    types.read_day,
    types.read_instant,
    types.read_flag,
    types.read_whole,
    types.read_number,
    types.read_list,
    types.read_postcode,
    types.read_key,
    types.read_retracted_key,
    types.read_outcome,
    types.read_text,
)


@given(st.sampled_from(READERS), st.text(max_size=30))
def test_a_reader_gives_a_value_or_a_known_reason(reader: object, text: str) -> None:
    assert callable(reader)
    try:
        reader(text)
    except ValueError as error:
        reason = error.args[0]
    else:
        reason = None
    assert reason in {None, *Reason}


@given(st.text(max_size=30))
def test_text_and_postcodes_are_stable_once_read(text: str) -> None:
    for reader in (types.read_text, types.read_postcode):
        once = reader(text)
        assert once != ""
        assert once is None or reader(once) == once
