"""What is reported, logged, heard and ended falls on days and hours that somebody at work knows."""

from ingest.synthetic.generate import circles
from ingest.synthetic.people import Person
from tests.synthetic.mapped import Tables
from tests.synthetic.sense import codes, counted, home


def test_reports_and_the_log_keep_the_hours_of_people(force: Tables) -> None:
    clock = """substr({}, 12, 5)"""
    slept_on = """true_offences AS t JOIN offence AS f USING (offence_id)
        WHERE CAST(t.reported_on AS DATE) - CAST(t.happened_on AS DATE) >= 2
        AND t.counter_to IS NULL AND left(f.recorded_at, 10) = t.reported_on"""
    entry = "case_event AS e WHERE e.kind"
    decided = """case_event AS e JOIN outcome AS u USING (offence_id)
        WHERE e.kind != 'outcome_sign_off' AND u.code NOT IN ('0', '1', '1A')
        AND left(e."at", 10) > u.decided_on"""
    minute = """case_event AS e JOIN offence AS f USING (offence_id) WHERE
        e.kind = 'supervisor_review' AND substr(e."at", 15, 2) = substr(f.recorded_at, 15, 2)"""

    assert force.count(slept_on) > 0
    assert (
        counted(
            force,
            {
                "late report before seven": f"""{slept_on}
                    AND {clock.format("f.recorded_at")} < '07:00'""",
                "victim told at night": f"""{entry} = 'victim_update'
                    AND {clock.format('e."at"')} NOT BETWEEN '08:00' AND '20:59'""",
                "at work on a closed case": decided,
            },
        )
        == {}
    )
    assert force.count(minute) < force.count(f"{entry} = 'supervisor_review'") / 10


def test_a_couple_is_heard_once_for_what_was_reported_before(force: Tables) -> None:
    two = """(SELECT DISTINCT n.cluster, m.heard_on FROM marac AS m
        JOIN true_people AS n ON n.record_id = m.victim_record_id)"""

    assert (
        counted(
            force,
            {
                "within a fortnight": f"""{two} AS a JOIN {two} AS b USING (cluster)
                    WHERE CAST(b.heard_on AS DATE) - CAST(a.heard_on AS DATE) BETWEEN 1 AND 14"""
            },
        )
        == {}
    )


def test_no_grave_offence_is_graded_standard(force: Tables) -> None:
    graded = f"""risk_assessment AS r JOIN last_offence AS f USING (offence_id)
        WHERE f.code IN {codes(3)} AND r.grade"""

    assert force.count(f"{graded} = 'high'") > 0
    assert counted(force, {"standard": f"{graded} = 'standard'"}) == {}


def test_bail_and_investigation_end_with_the_case(force: Tables) -> None:
    freed = """(FROM custody_event QUALIFY row_number() OVER (
        PARTITION BY event_id ORDER BY recorded_at DESC) = 1) AS e
        JOIN outcome AS u USING (offence_id)
        WHERE e.kind IN ('bailed', 'released_under_investigation')
        AND u.code NOT IN ('0', '1', '1A')"""

    assert force.count(freed) > 0
    assert (
        counted(force, {"longer": f"{freed} AND coalesce(e.until_on, '9999') > u.decided_on"}) == {}
    )


def test_a_corrected_date_leaves_the_title_alone(force: Tables) -> None:
    two = "offence AS a JOIN offence AS b USING (offence_id) WHERE"

    assert force.count(f"{two} a.from_on > b.from_on AND a.recorded_at > b.recorded_at") > 0
    assert counted(force, {"retitled": f"{two} a.code = b.code AND a.title != b.title"}) == {}


def test_injunctions_about_a_street_are_for_those_who_live_in_it(force: Tables) -> None:
    street = "regexp_replace({}, '^(Flat [0-9]+, )?[0-9]+ ', '')"
    injunction = """last_order AS o JOIN order_protected AS p USING (order_id)
        JOIN last_offence AS f USING (offence_id) WHERE o.kind = 'asb_injunction'"""
    his = street.format(home("o.respondent_record_id", "f.recorded_at"))
    hers = street.format(home("p.record_id", "f.recorded_at"))

    assert force.count(injunction) > 0
    assert counted(force, {"elsewhere": f"{injunction} AND {his} != {hers}"}) == {}


def test_an_e_mail_address_keeps_the_letters_of_a_name() -> None:
    people = [p for circle in circles(1, 4000) for p in circle.people if p.email]
    foreign = [p for p in people if not f"{p.forename}{p.surname}".isascii()]

    assert foreign
    assert [p.email for p in foreign if _letters(p.email.split("@")[0]) != _letters(_name(p))] == []


def _name(person: Person) -> str:
    return person.forename + person.surname


def _letters(text: str) -> int:
    return sum(sign.isalpha() for sign in text)
