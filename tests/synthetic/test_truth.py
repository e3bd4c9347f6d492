"""The truth covers every record, and the small world has something to show on every screen."""

from tests.synthetic.mapped import Tables

OFFENCES: tuple[int, int] = (2647, 2647)
RECORDS: list[tuple[int, int]] = [(1, 2932), (2, 122), (3, 41), (4, 1)]
SERIAL: list[tuple[str, int]] = [("AVL", 11), ("CVB", 17), ("KMA", 12), ("LYM", 7), ("TLD", 17)]
SHOWN: dict[str, int] = {
    "suspects under 18": 10,
    "dead suspects": 8,
    "police employees": 9,
    "stalkers": 99,
    "with included offences": 123,
    "counter-allegations": 29,
}
CUSTODY: list[tuple[str, int]] = [("on_licence", 3), ("remanded", 1), ("sentenced", 4)]
ORDERS: list[tuple[str, int]] = [
    ("asb_injunction", 5),
    ("dapo", 2),
    ("dvpn", 16),
    ("dvpo", 15),
    ("fgmpo", 2),
    ("fmpo", 6),
    ("interim_spo", 8),
    ("interim_sro", 4),
    ("nmo", 84),
    ("restraining_order", 45),
    ("shpo", 3),
    ("spo", 11),
    ("sro", 7),
]
MISSED: dict[str, int] = {
    "notification late or never": 4,
    "breach without arrest": 61,
    "served after more than a week": 5,
}
CONDITIONS: list[tuple[str, int]] = [
    ("dvds_right_to_know", 130),
    ("dvpn", 607),
    ("restraining_order", 134),
    ("spo", 111),
    ("sro", 70),
]
PROGRAMMES: list[tuple[str, int, int]] = [
    ("behaviour_change", 278, 0),
    ("cara", 984, 173),
    ("drive", 102, 0),
]
CHANGED: dict[str, int] = {
    "reclassified": 32,
    "date put right": 21,
    "birthday put right": 23,
    "job changed": 3,
    "partners again": 2,
    "record changed": 518,
    "retracted offence": 11,
    "retracted address": 10,
    "retracted link": 7,
}


def test_every_record_has_one_true_person(tables: Tables) -> None:
    records = tables.count("person_record", "DISTINCT record_id")

    assert tables.count("true_people") == records
    assert tables.count("person_record SEMI JOIN true_people USING (record_id)") == tables.count(
        "person_record"
    )
    assert tables.count("true_people ANTI JOIN true_persons USING (cluster)") == 0


def test_every_offence_has_its_truth(tables: Tables) -> None:
    assert tables.ask(
        """SELECT count(DISTINCT o.offence_id), count(DISTINCT t.offence_id)
        FROM offence AS o FULL JOIN true_offences AS t USING (offence_id)"""
    ) == [OFFENCES]


def test_suspects_and_victims_on_record_are_the_true_ones(tables: Tables) -> None:
    for role in ("suspect", "victim"):
        others = tables.count(
            f"""involvement JOIN true_people USING (record_id)
            JOIN true_offences AS t USING (offence_id)
            WHERE role = '{role}' AND cluster != t.{role}"""
        )
        assert others == 0, role


def test_records_that_share_a_pnc_id_are_of_one_person(tables: Tables) -> None:
    shared = """(FROM person_record JOIN true_people USING (record_id) SELECT pnc_id
        WHERE pnc_id IS NOT NULL GROUP BY pnc_id HAVING count(DISTINCT cluster) > 1)"""

    assert tables.count(shared) == 0


def test_many_persons_have_more_than_one_record(tables: Tables) -> None:
    assert (
        tables.ask(
            """SELECT records, count(*) FROM
            (SELECT least(count(*), 4) AS records FROM true_people GROUP BY cluster)
            GROUP BY records ORDER BY records"""
        )
        == RECORDS
    )


def test_each_area_has_several_serial_suspects_of_the_last_three_years(tables: Tables) -> None:
    assert (
        tables.ask(
            """WITH acts AS (SELECT DISTINCT t.suspect, t.victim, o.area
                FROM true_offences AS t JOIN offence AS o USING (offence_id)
                WHERE t.suspect IS NOT NULL AND t.victim IS NOT NULL
                AND o.reported_on >= '2023-11-25' AND o.is_domestic = 'true'),
            serial AS (SELECT suspect FROM acts GROUP BY suspect HAVING count(DISTINCT victim) > 1)
            SELECT area, count(DISTINCT suspect) FROM acts SEMI JOIN serial USING (suspect)
            GROUP BY area ORDER BY area"""
        )
        == SERIAL
    )


def test_the_small_world_shows_what_each_screen_needs(tables: Tables) -> None:
    suspects = "true_offences AS t JOIN true_persons AS p ON t.suspect = p.cluster WHERE"
    offences = "true_offences AS t JOIN offence AS o USING (offence_id) WHERE"
    shown = {
        "suspects under 18": f"{suspects} born_on > '2008-11-24'",
        "dead suspects": f"{suspects} died_on < '2026-11-24'",
        "police employees": f"{suspects} police_employee = 'true'",
        "stalkers": f"{offences} code IN ('19512', '00865', '00866')",
        "with included offences": f"{offences} included_codes IS NOT NULL",
        "counter-allegations": "true_offences AS t WHERE counter_to IS NOT NULL",
    }

    assert {name: tables.count(rest, "DISTINCT t.suspect") for name, rest in shown.items()} == SHOWN


def test_people_are_in_custody_and_on_licence_on_the_last_day(tables: Tables) -> None:
    assert (
        tables.ask(
            """WITH last AS (SELECT * FROM custody_event
                WHERE kind IN ('remanded', 'released', 'on_licence', 'licence_ended', 'recalled')
                OR sentence_kind IN ('immediate', 'life', 'hospital_order')
                QUALIFY row_number() OVER (PARTITION BY record_id ORDER BY "at" DESC) = 1)
            SELECT kind, count(*) FROM last WHERE kind NOT IN ('released', 'licence_ended')
            GROUP BY kind ORDER BY kind"""
        )
        == CUSTODY
    )


def test_orders_of_every_common_kind_are_on_record(tables: Tables) -> None:
    assert (
        tables.ask('SELECT kind, count(DISTINCT order_id) FROM "order" GROUP BY kind ORDER BY kind')
        == ORDERS
    )


def test_some_clocks_are_missed(tables: Tables) -> None:
    missed = {
        "notification late or never": """"order" AS o WHERE kind IN ('spo', 'interim_spo')
            AND state = 'served' AND made_on < '2026-11-01' AND follows_order_id IS NULL
            AND NOT EXISTS (FROM order_event AS e
            WHERE e.order_id = o.order_id AND e.kind = 'notified'
            AND CAST(e."at" AS DATE) <= CAST(o.recorded_at AS DATE) + 2)""",
        "breach without arrest": """order_event AS o WHERE kind = 'breach_reported'
            AND NOT EXISTS (FROM order_event AS a WHERE a.order_id = o.order_id
            AND a.kind = 'arrest' AND a.offence_id = o.offence_id)""",
        "served after more than a week": """"order" AS o WHERE state = 'served'
            AND kind != 'dvpn' AND CAST(recorded_at AS DATE) > CAST(made_on AS DATE) + 7""",
    }

    assert {
        name: tables.count(rest, "DISTINCT order_id") for name, rest in missed.items()
    } == MISSED


def test_changes_to_what_was_recorded_come_as_versions(tables: Tables) -> None:
    again = "HAVING count(*) > 1)"
    changed = {
        "reclassified": "(FROM offence SELECT offence_id GROUP BY offence_id "
        "HAVING count(DISTINCT coalesce(code, '')) > 1)",
        "date put right": "(FROM offence SELECT offence_id GROUP BY offence_id "
        "HAVING count(DISTINCT to_on) > 1)",
        "birthday put right": "(FROM person_record SELECT record_id GROUP BY record_id "
        "HAVING count(DISTINCT born_on) > 1)",
        "job changed": "(FROM person_record SELECT record_id GROUP BY record_id "
        "HAVING count(DISTINCT occupation) > 1)",
        "partners again": """relationship AS a WHERE kind = 'partner'
            AND EXISTS (FROM relationship AS b WHERE b.relationship_id = a.relationship_id
            AND b.kind = 'ex_partner'
            AND b.recorded_at < a.recorded_at)""",
        "record changed": f"(FROM person_record SELECT record_id GROUP BY record_id {again}",
        "retracted offence": """retraction WHERE "table" = 'offence'""",
        "retracted address": """retraction WHERE "table" = 'address'""",
        "retracted link": """retraction WHERE "table" = 'involvement'""",
    }

    assert {name: tables.count(rest) for name, rest in changed.items()} == CHANGED


def test_a_retracted_link_was_there_until_it_was_taken_out(tables: Tables) -> None:
    gone = """(FROM retraction AS r WHERE "table" = 'involvement'
        AND NOT EXISTS (FROM involvement AS i
        WHERE concat_ws(';', i.offence_id, i.record_id, i.role) = r.key
        AND i.recorded_at < r.recorded_at))"""

    assert tables.count(gone) == 0


def test_each_counter_allegation_names_who_truly_was_violent(tables: Tables) -> None:
    answered = """true_aggressors AS a JOIN true_offences AS t ON t.offence_id = a.offence_id
        JOIN true_offences AS first ON first.offence_id = a.counter_to
        WHERE a.primary_aggressor = first.suspect AND a.alleged_aggressor = first.victim
        AND t.suspect = first.victim AND t.victim = first.suspect"""

    assert tables.count("true_aggressors") == tables.count(answered)
    assert tables.count("true_aggressors") == tables.count(
        "true_offences WHERE counter_to IS NOT NULL"
    )


def test_conditions_of_orders_are_met_by_true_offences_reported_by_then(tables: Tables) -> None:
    assert (
        tables.ask("SELECT kind, count(*) FROM true_conditions GROUP BY kind ORDER BY kind")
        == CONDITIONS
    )
    other = """(FROM (FROM true_conditions SELECT *, unnest(string_split(offences, ';')) AS ref)
        AS c
        LEFT JOIN true_offences AS t ON t.offence_id = c.ref
        LEFT JOIN (FROM offence SELECT offence_id, min(recorded_at) AS at GROUP BY offence_id) AS o
            ON o.offence_id = c.ref
        WHERE t.suspect IS DISTINCT FROM c.respondent OR CAST(o.at AS DATE) > CAST(c.met_on AS DATE)
        OR t.counter_to IS NOT NULL
        OR (c.kind != 'dvds_right_to_know' AND c.kind != 'shpo' AND t.victim != c.protects))"""
    assert tables.count(other) == 0


def test_programmes_fit_adult_suspects_of_domestic_abuse(tables: Tables) -> None:
    assert (
        tables.ask(
            "SELECT programme, count(*), count(to_on) FROM true_programmes GROUP BY programme "
            "ORDER BY programme"
        )
        == PROGRAMMES
    )
    assert (
        tables.count(
            """true_programmes AS p JOIN true_persons AS t USING (cluster)
            WHERE CAST(p.from_on AS DATE) < CAST(t.born_on AS DATE) + INTERVAL 18 YEAR"""
        )
        == 0
    )
