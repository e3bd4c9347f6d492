"""The record makes sense to somebody who knows the work: each absurdity is counted."""

from datetime import timedelta

from ingest.synthetic.dice import Dice
from ingest.synthetic.events import acts
from ingest.synthetic.generate import circles
from ingest.synthetic.orders import lives_with
from ingest.synthetic.proceedings import play
from tests.synthetic.mapped import Tables
from tests.synthetic.sense import codes, counted, data, home, listed

APART = "('dvpo', 'nmo', 'restraining_order', 'spo', 'interim_spo', 'dapo')"
SUMMARY = listed(["10501", "19594", "19512", "12509", "12511"])


def test_who_is_kept_apart_lives_apart(force: Tables) -> None:
    in_ten_days = """strftime(CAST(e."at" AS TIMESTAMP) + INTERVAL 10 DAY, '%Y-%m-%dT%H:%M:%S')"""
    served = f"""order_event AS e JOIN last_order AS o USING (order_id)
        JOIN order_protected AS p USING (order_id)
        WHERE e.kind = 'served' AND o.kind IN {APART}"""
    together = f"{home('o.respondent_record_id', in_ten_days)} = {home('p.record_id', in_ten_days)}"

    assert force.count(served) > 0
    assert counted(force, {"together": f"{served} AND {together}"}) == {}


def test_a_shared_home_is_only_spoken_of_where_there_is_one() -> None:
    spoken_of, not_shared = 0, 0
    for circle in circles(1, 4000):
        happened = acts(circle, Dice(1, "acts", circle.number))
        for order in play(happened, Dice(1, "justice", circle.number))[1]:
            if any("shared home" in text or "evict" in text for _, text in order.conditions):
                spoken_of += 1
                day_before = order.case.recorded_at.date() - timedelta(days=1)
                not_shared += not lives_with(order, day_before)

    assert spoken_of > 0
    assert not_shared == 0


def test_no_crime_closes_with_an_outcome_that_the_law_bars(force: Tables) -> None:
    closed = "outcome AS u JOIN last_offence AS o USING (offence_id) WHERE u.code"
    early = "CAST(u.decided_on AS DATE) < CAST(o.to_on AS DATE) + 183"

    assert (
        counted(
            force,
            {
                "time limit of what has none": f"{closed} = '17' AND o.code NOT IN {SUMMARY}",
                "time limit too early": f"{closed} = '17' AND {early}",
                "not in the public interest": f"""{closed} IN ('10', '21')
                    AND o.code IN {codes(3, sexual=True)}""",
            },
        )
        == {}
    )


def test_what_is_written_of_somebody_fits_that_person_then(force: Tables) -> None:
    named = "true_people AS n USING (record_id)"
    licence = """EXISTS (FROM custody_event AS e JOIN true_people AS m USING (record_id)
        WHERE m.cluster = n.cluster AND e.kind = 'on_licence'
        AND left(e."at", 10) <= i."on" AND e.until_on >= i."on")"""
    tied = """EXISTS (FROM true_ties AS t WHERE t.one = n.cluster
        AND t.kind IN ('partner', 'spouse', 'civil_partner') AND t.from_on <= i."on" AND"""
    notifies = """EXISTS (FROM last_order AS o JOIN true_people AS m
            ON m.record_id = o.respondent_record_id WHERE m.cluster = n.cluster
            AND o.kind IN ('spo', 'interim_spo', 'dapo') AND o.from_on <= i."on")
        OR EXISTS (FROM sex_offender_notification AS s JOIN true_people AS m USING (record_id)
            WHERE m.cluster = n.cluster)"""

    assert (
        counted(
            force,
            {
                "licence": f"""intervention AS i JOIN {named}
                    WHERE i.result LIKE '%icence%' AND NOT {licence}""",
                "former partner": f"""intelligence AS i JOIN {named}
                    WHERE i.title LIKE '%former partner%' AND NOT {tied} t.to_on <= i."on")""",
                "new relationship": "intelligence WHERE title LIKE '%new relationship%'",
                "partner": f"""intelligence AS i JOIN {named} WHERE i.title LIKE '%the partner%'
                    AND NOT {tied} (t.to_on IS NULL OR t.to_on > i."on"))""",
                "not notified": f"""intelligence AS i JOIN {named}
                    WHERE i.title LIKE '%not notified%' AND NOT ({notifies})""",
            },
        )
        == {}
    )


def test_a_referral_ends_for_a_reason_and_does_not_go_on_for_ever(force: Tables) -> None:
    reasons = data("wording")["referral"]

    assert (
        counted(
            force,
            {
                "for ever": """last_referral WHERE state IN ('started', 'attending')
                    AND state_on < '2025-11-24'""",
                "completed, so declined": """referral WHERE reason LIKE 'Completed%'
                    OR reason = 'In custody'""",
                **{
                    state: f"""referral WHERE state = '{state}'
                        AND reason NOT IN {listed(reasons[state])}"""
                    for state in ("declined", "dropped_out")
                },
            },
        )
        == {}
    )


def test_risk_forms_of_a_case_agree_and_do_not_forget(force: Tables) -> None:
    two = """risk_assessment AS a JOIN risk_assessment AS b
        ON a.about_record_id = b.about_record_id AND a.victim_record_id = b.victim_record_id
        WHERE"""

    assert (
        counted(
            force,
            {
                "contradict": f"{two} a.offence_id = b.offence_id AND a.grade < b.grade",
                "forgotten": f"""{two} a.grade = 'high' AND b.grade = 'standard'
                    AND CAST(b."on" AS DATE) - CAST(a."on" AS DATE) BETWEEN 1 AND 28""",
            },
        )
        == {}
    )


def test_a_counter_allegation_answers_something_that_was_reported() -> None:
    counters, answers_nothing = 0, 0
    for circle in circles(1, 4000):
        happened = acts(circle, Dice(1, "acts", circle.number))
        told = [case.act for case in play(happened, Dice(1, "justice", circle.number))[0]]
        for counter in (act for act in told if act.counter_to is not None):
            counters += 1
            answers_nothing += not any(
                act.at == counter.at and act.suspect is counter.victim for act in told
            )

    assert counters > 0
    assert answers_nothing == 0
