"""Courts, prisons and their orders keep to the calendar, the clock and the law."""

from tests.synthetic.mapped import Tables
from tests.synthetic.sense import codes, counted, is_closed, weekday

COURT_EVENTS = (
    "('heard', 'adjourned', 'interim_made', 'made', 'refused', 'varied', 'renewed', 'discharged', "
    "'convicted', 'acquitted')"
)
CROWN = "Kingsmarch Crown Court"


def test_courts_prisons_and_offices_keep_their_hours(force: Tables) -> None:
    clock = """substr(e."at", 12, 5)"""
    at = 'e."at"'
    of_order = (
        f"order_event AS e JOIN last_order AS o USING (order_id) WHERE e.kind IN {COURT_EVENTS}"
    )
    in_custody = "custody_event AS e WHERE e.kind ="
    sentenced = """EXISTS (FROM custody_event AS s WHERE s.record_id = e.record_id
        AND s.offence_id = e.offence_id AND s.kind = 'sentenced'
        AND s.sentence_kind = 'immediate' AND left(s."at", 10) < left(e."at", 10))"""
    first = "(SELECT min(recorded_at) FROM offence AS f WHERE f.offence_id = e.offence_id)"

    assert (
        counted(
            force,
            {
                "hearing when no court sits": f"""{of_order}
                    AND ({weekday(at)} = 7 OR {is_closed(at)})""",
                "hearing at night": f"{of_order} AND {clock} NOT BETWEEN '10:00' AND '16:59'",
                "sentence at night": f"""{in_custody} 'sentenced'
                    AND {clock} NOT BETWEEN '10:00' AND '16:30'""",
                "remand at night": f"""{in_custody} 'remanded'
                    AND {clock} NOT BETWEEN '10:00' AND '13:00'""",
                "remand when no court sits": f"""{in_custody} 'remanded'
                    AND ({weekday(at)} = 7 OR {is_closed(at)})""",
                "release on a day without": f"""{in_custody} 'released' AND {sentenced}
                    AND ({weekday(at)} >= 5 OR {is_closed(at)})""",
                "planned arrest at night": f"""{in_custody} 'arrested'
                    AND CAST(e."at" AS TIMESTAMP) - CAST({first} AS TIMESTAMP) > INTERVAL 6 HOUR
                    AND {clock} NOT BETWEEN '06:00' AND '21:00'""",
                "conference on a holiday": f"marac WHERE {is_closed('heard_on')}",
            },
        )
        == {}
    )


def test_orders_come_from_the_right_court_and_their_breaches_are_called_by_name(
    force: Tables,
) -> None:
    breached = """order_event AS e JOIN last_order AS o USING (order_id)
        JOIN last_offence AS f ON f.offence_id = e.offence_id WHERE e.kind = 'breach_reported'"""
    other = """EXISTS (FROM order_event AS x JOIN last_order AS y USING (order_id)
        WHERE x.offence_id = e.offence_id AND x.kind = 'breach_reported' AND y.kind = 'spo')"""
    caused = """last_order AS o JOIN last_offence AS f USING (offence_id)
        WHERE o.kind IN ('restraining_order', 'shpo', 'cbo')"""

    assert force.count(f"{breached} AND o.kind = 'interim_spo'") > 0
    assert (
        counted(
            force,
            {
                "breach of another order": f"""{breached} AND o.kind = 'interim_spo'
                    AND f.title = 'Breach of a stalking protection order' AND NOT {other}""",
                "grave before magistrates": f"""{caused} AND f.code IN {codes(3)}
                    AND o.court != '{CROWN}'""",
                "light before the Crown Court": f"""{caused} AND f.code NOT IN {codes(3)}
                    AND o.court = '{CROWN}'""",
                "two against contact at a time": """true_orders AS a JOIN true_orders AS b
                    ON a.order_id < b.order_id AND a.respondent = b.respondent
                    AND left(a.protected, 10) = left(b.protected, 10)
                    JOIN last_order AS x ON x.order_id = a.order_id
                    JOIN last_order AS y ON y.order_id = b.order_id
                    WHERE a.kind = 'restraining_order' AND b.kind = 'restraining_order'
                    AND x.from_on <= coalesce(y.to_on, '9999') AND
                    y.from_on <= coalesce(x.to_on, '9999')""",
                "domestic among others": """last_offence AS f JOIN true_offences AS t
                    USING (offence_id) WHERE f.title LIKE 'Domestic incident%'
                    AND t.setting NOT IN ('partner', 'ex_partner', 'family')""",
                "sex of somebody unknown": """order_condition
                    WHERE text LIKE '%female%' OR text LIKE '% him'""",
                "park": """order_condition AS c JOIN last_order AS o USING (order_id)
                    JOIN last_offence AS f USING (offence_id)
                    WHERE c.text LIKE '%park%' AND f.postcode IS NOT NULL""",
            },
        )
        == {}
    )
