"""Charge, custody, outcomes and orders of the invented force as law and practice have them."""

from collections.abc import Iterator
from datetime import date

import pytest

from ingest.synthetic import generate
from tests.synthetic.mapped import Tables
from tests.synthetic.sense import add_ties, codes, counted

SEXUAL = codes(9, sexual=True)
CUSTODIAL = "('immediate', 'life', 'hospital_order')"
CONTACT = """EXISTS (FROM order_condition AS c WHERE c.order_id = o.order_id
    AND c.text ILIKE '%contact the %')"""


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Tables]:
    """The tables of 15,000 persons, seed 2, with whose the custody and the orders were."""
    out = tmp_path_factory.mktemp("large") / "extract"
    generate(out, persons=15_000, seed=2, until=date(2026, 11, 24))
    found = Tables(out)
    for file in ("people", "persons", "offences"):
        found.add(f"true_{file}", out.parent / f"{out.name}.truth" / f"{file}.csv")
    add_ties(found, 2, 15_000, out.parent / "ties.csv")
    for table, key in (("offence", "offence_id"), ("order", "order_id")):
        found.ask(
            f"""CREATE VIEW last_{table} AS FROM "{table}"
            QUALIFY row_number() OVER (PARTITION BY {key} ORDER BY recorded_at DESC) = 1"""
        )
    found.ask("CREATE VIEW whose_custody AS FROM custody_event JOIN true_people USING (record_id)")
    found.ask(
        """CREATE VIEW whose_order AS FROM last_order AS o
        JOIN true_people AS n ON n.record_id = o.respondent_record_id
        JOIN true_persons USING (cluster) SELECT o.*, cluster, born_on"""
    )
    yield found
    found.close()


def test_no_remand_outlasts_the_custody_time_limits_or_ends_in_a_fine(large: Tables) -> None:
    remand = """custody_event AS e JOIN last_offence AS f USING (offence_id)
        WHERE e.kind = 'remanded'"""
    days = """date_diff('day', CAST(e."at" AS TIMESTAMP), CAST(e.until_on AS TIMESTAMP))"""
    fined = """EXISTS (FROM custody_event AS s WHERE s.offence_id = e.offence_id
        AND s.kind = 'sentenced' AND s.sentence_kind = 'fine')"""

    assert large.count(remand) > 0
    assert (
        counted(
            large,
            {
                "before the Crown Court": f"{remand} AND f.code IN {codes(3)} AND {days} > 182",
                "before magistrates": f"{remand} AND f.code NOT IN {codes(3)} AND {days} > 56",
                "fined": f"{remand} AND {fined}",
                "murder on bail": """last_offence AS f WHERE f.code = '00101' AND EXISTS (
                    FROM custody_event AS c WHERE c.offence_id = f.offence_id
                    AND c.kind = 'charged') AND NOT EXISTS (FROM custody_event AS e
                    WHERE e.offence_id = f.offence_id AND e.kind = 'remanded')""",
            },
        )
        == {}
    )


def test_nobody_is_arrested_in_prison_and_who_is_let_go_is_recorded_as_free(large: Tables) -> None:
    inside = f"""whose_custody AS r ON r.cluster = a.cluster AND r."at" < a."at"
        AND (r.kind IN ('remanded', 'recalled') AND left(a."at", 10) <= r.until_on
            OR r.kind = 'sentenced' AND r.sentence_kind IN {CUSTODIAL})
        AND NOT EXISTS (FROM whose_custody AS f WHERE f.offence_id = r.offence_id
            AND f.kind = 'released' AND f."at" BETWEEN r."at" AND a."at")"""
    breach = """(FROM order_event AS e JOIN last_order AS o USING (order_id)
        JOIN true_people AS n ON n.record_id = o.respondent_record_id
        SELECT n.cluster, e."at" WHERE e.kind = 'arrest') AS a"""

    assert large.count("whose_custody WHERE kind = 'arrested'") > 0
    assert (
        counted(
            large,
            {
                "arrested": f"whose_custody AS a JOIN {inside} WHERE a.kind = 'arrested'",
                "arrested for a breach": f"{breach} JOIN {inside}",
            },
        )
        == {}
    )


def test_who_is_cautioned_or_makes_amends_is_not_said_to_face_no_further_action(
    large: Tables,
) -> None:
    settled = "outcome AS u JOIN involvement AS i USING (offence_id) WHERE u.code IN ('3', '8')"

    assert large.count(settled) > 0
    assert counted(large, {"none": f"{settled} AND i.status = 'no_further_action'"}) == {}


def test_every_order_against_contact_says_so_and_requirements_are_called_so(large: Tables) -> None:
    kinds = """('dvpn', 'dvpo', 'spo', 'interim_spo', 'nmo', 'restraining_order', 'shpo', 'sro',
        'interim_sro', 'dapo')"""
    against = f"last_order AS o WHERE o.kind IN {kinds}"
    violence = """EXISTS (FROM order_condition AS c WHERE c.order_id = o.order_id
        AND c.text LIKE 'Forbidden to use or threaten violence%')"""

    assert large.count("order_condition WHERE text LIKE 'To %'") > 0
    assert (
        counted(
            large,
            {
                "no contact": f"{against} AND NOT {CONTACT}",
                "violence": f"last_order AS o WHERE o.kind = 'nmo' AND NOT {violence}",
                "duty forbidden": "order_condition WHERE kind = 'prohibition' AND text LIKE 'To %'",
                "ban required": """order_condition
                    WHERE kind = 'requirement' AND text NOT LIKE 'To %'""",
            },
        )
        == {}
    )


def test_sexual_offences_are_not_closed_in_days_and_not_for_want_of_a_childs_support(
    large: Tables,
) -> None:
    closed = f"""outcome AS u JOIN last_offence AS f USING (offence_id)
        WHERE f.code IN {SEXUAL} AND u.code NOT IN ('0', '1', '1A')"""
    first = "(SELECT min(recorded_at) FROM offence AS o WHERE o.offence_id = u.offence_id)"
    waited = f"CAST(u.decided_on AS DATE) - CAST(left({first}, 10) AS DATE)"
    child = f"""{closed} AND u.code IN ('14', '16') AND EXISTS (FROM true_offences AS t
        JOIN true_persons AS p ON p.cluster = t.victim WHERE t.offence_id = u.offence_id
        AND CAST(f.to_on AS DATE) < CAST(p.born_on AS DATE) + INTERVAL 13 YEAR)"""

    assert large.count(closed) > 0
    assert counted(large, {"at once": f"{closed} AND {waited} < 20", "child": child}) == {}


def test_sexual_risk_orders_of_the_young_come_from_a_youth_court_and_one_at_a_time(
    large: Tables,
) -> None:
    young = """whose_order AS o WHERE o.kind IN ('sro', 'interim_sro') AND o.made_on IS NOT NULL
        AND CAST(o.made_on AS DATE) < CAST(o.born_on AS DATE) + INTERVAL 18 YEAR"""
    second = """whose_order AS a JOIN whose_order AS b ON a.cluster = b.cluster
        AND a.order_id < b.order_id AND a.kind = 'sro' AND b.kind = 'sro'
        AND a.made_on <= coalesce(b.to_on, '9999') AND b.made_on <= coalesce(a.to_on, '9999')"""

    assert large.count(young) > 0
    assert (
        counted(
            large,
            {"adult court": f"{young} AND o.court NOT LIKE '%Youth Court'", "second": second},
        )
        == {}
    )


def test_private_images_are_of_partners_and_control_lasts_for_weeks(large: Tables) -> None:
    shared = """last_offence AS f JOIN true_offences AS t USING (offence_id)
        WHERE (f.code = '00871' OR f.included_codes LIKE '%00871%')"""
    control = "last_offence WHERE code = '00867'"

    assert large.count(shared) > 0
    assert large.count(control) > 0
    assert (
        counted(
            large,
            {
                "of others": f"{shared} AND t.setting NOT IN ('partner', 'ex_partner')",
                "of days": f"{control} AND CAST(to_on AS DATE) - CAST(from_on AS DATE) < 28",
            },
        )
        == {}
    )


def test_who_cannot_be_reached_is_not_met_face_to_face(large: Tables) -> None:
    unreached = "disclosure AS d WHERE d.state = 'not_contactable'"
    met = """EXISTS (FROM disclosure AS m
        WHERE m.disclosure_id = d.disclosure_id AND m.state = 'face_to_face')"""

    assert large.count(unreached) > 0
    assert counted(large, {"met": f"{unreached} AND {met}"}) == {}


def test_a_sexual_offender_notifies_as_long_as_sentence_and_age_say(large: Tables) -> None:
    sentenced = """sex_offender_notification AS n JOIN custody_event AS e
        ON e.record_id = n.record_id AND e.kind = 'sentenced' AND left(e."at", 10) = n.from_on
        JOIN true_people AS t ON t.record_id = n.record_id JOIN true_persons USING (cluster)"""
    young = "CAST(n.from_on AS DATE) < CAST(born_on AS DATE) + INTERVAL 18 YEAR"
    months = "date_diff('month', CAST(n.from_on AS DATE), CAST(n.to_on AS DATE) + 1)"
    due = f"""CASE WHEN e.sentence_kind IN ('life', 'hospital_order') THEN NULL
        WHEN coalesce(CAST(e.sentence_days AS INT), 0) = 0 THEN 60
        WHEN CAST(e.sentence_days AS INT) <= 182 THEN 84
        WHEN CAST(e.sentence_days AS INT) < 913 THEN 120 END
        / CASE WHEN {young} THEN 2 ELSE 1 END"""

    assert large.count(f"{sentenced} WHERE {young} AND n.to_on IS NOT NULL") > 0
    assert counted(large, {"other": f"{sentenced} WHERE {months} IS DISTINCT FROM {due}"}) == {}


def test_a_grave_offence_is_no_standard_risk_and_a_first_incident_no_high_one(
    large: Tables,
) -> None:
    graded = "risk_assessment AS r JOIN last_offence AS f USING (offence_id)"
    earlier = """EXISTS (FROM true_offences AS t JOIN true_offences AS b
        ON b.suspect = t.suspect AND b.victim = t.victim AND b.offence_id != t.offence_id
        WHERE t.offence_id = r.offence_id)"""

    assert (
        counted(
            large,
            {
                "standard": f"{graded} WHERE r.grade = 'standard' AND f.code IN {codes(4)}",
                "high": f"""{graded} WHERE r.grade = 'high' AND f.record_type = 'incident'
                    AND NOT {earlier}""",
            },
        )
        == {}
    )


def test_disclosures_are_about_partners(large: Tables) -> None:
    about = """(SELECT DISTINCT d.disclosure_id, d.received_at, d.person_at_risk_record_id,
        s.cluster AS suspect, r.cluster AS at_risk FROM disclosure AS d
        JOIN true_people AS s ON s.record_id = d.subject_record_id
        LEFT JOIN true_people AS r ON r.record_id = d.person_at_risk_record_id) AS d"""
    harmed = """EXISTS (FROM true_offences AS t WHERE t.suspect = d.suspect
        AND t.victim = d.at_risk AND t.reported_on <= d.received_at)"""
    unharmed = """EXISTS (FROM true_ties AS t JOIN true_persons AS p ON p.cluster = t.other
        WHERE t.one = d.suspect AND p.died_on IS NULL
        AND t.kind IN ('partner', 'spouse', 'civil_partner') AND t.from_on <= d.received_at
        AND NOT EXISTS (FROM true_offences AS o
            WHERE o.suspect = d.suspect AND o.victim = t.other))"""

    assert (
        counted(
            large,
            {
                "no partner harmed": f"""{about} WHERE NOT EXISTS (FROM true_offences AS t
                    WHERE t.suspect = d.suspect AND t.setting IN ('partner', 'ex_partner'))""",
                "nobody at risk": f"{about} WHERE at_risk IS NULL",
            },
        )
        == {}
    )
    might = large.count(f"{about} WHERE {unharmed}")
    assert 0 < might < 2 * large.count(f"{about} WHERE {unharmed} AND NOT {harmed}")
