"""The truth covers every record, and the small world has something to show on every screen."""

from pathlib import Path

import duckdb
import pytest


@pytest.fixture(scope="session")
def known(extract: Path, tables: duckdb.DuckDBPyConnection) -> duckdb.DuckDBPyConnection:
    """The contract tables with the truth files beside them as `true_<file>`."""
    for file in sorted((extract.parent / f"{extract.name}.truth").glob("*.csv")):
        tables.read_csv(str(file), all_varchar=True, header=True).create(f"true_{file.stem}")
    return tables


def one(tables: duckdb.DuckDBPyConnection, query: str) -> object:
    """The single value that a query answers."""
    found = tables.sql(query).fetchone()
    assert found is not None
    return found[0]


def test_every_record_has_one_true_person(known: duckdb.DuckDBPyConnection) -> None:
    assert one(known, "SELECT count(*) FROM true_people") == one(
        known, "SELECT count(DISTINCT record_id) FROM person_record"
    )
    assert one(
        known,
        """SELECT count(DISTINCT record_id) FROM person_record
        ANTI JOIN true_people USING (record_id)""",
    ) == 0
    assert one(known, "SELECT count(*) FROM true_people ANTI JOIN true_persons USING (cluster)") == 0


def test_every_offence_has_its_truth(known: duckdb.DuckDBPyConnection) -> None:
    assert known.sql(
        """SELECT count(DISTINCT offence_id), count(DISTINCT t.offence_id) FROM offence
        FULL JOIN true_offences AS t USING (offence_id)"""
    ).fetchall() == [OFFENCES]


def test_suspects_and_victims_on_record_are_the_true_ones(
    known: duckdb.DuckDBPyConnection,
) -> None:
    for role in ("suspect", "victim"):
        assert one(
            known,
            f"""SELECT count(*) FROM involvement JOIN true_people USING (record_id)
            JOIN true_offences AS t USING (offence_id)
            WHERE role = '{role}' AND cluster != t.{role}""",
        ) == 0


def test_records_that_share_a_valid_pnc_id_are_of_one_person(
    known: duckdb.DuckDBPyConnection,
) -> None:
    assert one(
        known,
        """SELECT count(*) FROM (SELECT pnc_id FROM person_record JOIN true_people USING (record_id)
        WHERE pnc_id IS NOT NULL GROUP BY pnc_id HAVING count(DISTINCT cluster) > 1)""",
    ) == 0


def test_many_persons_have_more_than_one_record(known: duckdb.DuckDBPyConnection) -> None:
    assert known.sql(
        """SELECT records, count(*) FROM
        (SELECT cluster, least(count(*), 4) AS records FROM true_people GROUP BY cluster)
        GROUP BY records ORDER BY records"""
    ).fetchall() == RECORDS


def test_each_area_has_several_serial_suspects_of_the_last_three_years(
    known: duckdb.DuckDBPyConnection,
) -> None:
    assert known.sql(
        """WITH acts AS (SELECT DISTINCT t.suspect, t.victim, area FROM true_offences AS t
            JOIN offence USING (offence_id) WHERE t.suspect IS NOT NULL AND t.victim IS NOT NULL
            AND reported_on >= '2023-11-25' AND is_domestic = 'true'),
        serial AS (SELECT suspect FROM acts GROUP BY suspect HAVING count(DISTINCT victim) > 1)
        SELECT area, count(DISTINCT suspect) FROM acts SEMI JOIN serial USING (suspect)
        GROUP BY area ORDER BY area"""
    ).fetchall() == SERIAL


def test_the_small_world_shows_what_each_screen_needs(
    known: duckdb.DuckDBPyConnection,
) -> None:
    queries = {
        "suspects under 18": """true_offences JOIN true_persons ON suspect = cluster
            WHERE born_on > '2008-11-24'""",
        "dead suspects": """true_offences JOIN true_persons ON suspect = cluster
            WHERE died_on < '2026-11-24'""",
        "police employees": """true_offences JOIN true_persons ON suspect = cluster
            WHERE police_employee = 'true'""",
        "stalking crimes": """true_offences JOIN offence USING (offence_id)
            WHERE code IN ('19512', '00865', '00866')""",
        "counter-allegations": "true_offences WHERE counter_to IS NOT NULL",
        "reclassified": """(SELECT offence_id AS suspect FROM offence GROUP BY offence_id
            HAVING count(DISTINCT coalesce(code, '')) > 1)""",
        "conduct with included offences": """true_offences JOIN offence USING (offence_id)
            WHERE included_codes IS NOT NULL""",
    }

    assert {
        name: one(known, f"SELECT count(DISTINCT suspect) FROM {query}")
        for name, query in queries.items()
    } == SHOWN


def test_people_are_in_custody_and_on_licence_on_the_last_day(
    known: duckdb.DuckDBPyConnection,
) -> None:
    assert known.sql(
        """WITH last AS (SELECT * FROM custody_event
            WHERE kind IN ('remanded', 'released', 'on_licence', 'licence_ended', 'recalled')
            OR sentence_kind IN ('immediate', 'life', 'hospital_order')
            QUALIFY row_number() OVER (PARTITION BY record_id ORDER BY "at" DESC) = 1)
        SELECT kind, count(*) FROM last WHERE kind NOT IN ('released', 'licence_ended')
        GROUP BY kind ORDER BY kind"""
    ).fetchall() == CUSTODY


def test_orders_of_every_common_kind_are_on_record(known: duckdb.DuckDBPyConnection) -> None:
    assert known.sql(
        'SELECT kind, count(DISTINCT order_id) FROM "order" GROUP BY kind ORDER BY kind'
    ).fetchall() == ORDERS


def test_some_clocks_are_missed(known: duckdb.DuckDBPyConnection) -> None:
    queries = {
        "notification late or never": """"order" AS o WHERE kind IN ('spo', 'interim_spo')
            AND state = 'served' AND made_on < '2026-11-01' AND NOT EXISTS (FROM order_event AS e
            WHERE e.order_id = o.order_id AND e.kind = 'notified'
            AND CAST(e."at" AS DATE) <= CAST(o.recorded_at AS DATE) + 2)
            AND follows_order_id IS NULL""",
        "breach without arrest": """order_event AS b WHERE kind = 'breach_reported'
            AND NOT EXISTS (FROM order_event AS a WHERE a.order_id = b.order_id
            AND a.kind = 'arrest' AND a.offence_id = b.offence_id)""",
        "served after more than a week": """"order" WHERE state = 'served' AND kind != 'dvpn'
            AND CAST(recorded_at AS DATE) > CAST(made_on AS DATE) + 7""",
    }

    assert {
        name: one(known, f"SELECT count(DISTINCT order_id) FROM {query}")
        for name, query in queries.items()
    } == MISSED


OFFENCES = ()
RECORDS = []
SERIAL = []
SHOWN = {}
CUSTODY = []
ORDERS = []
MISSED = {}
