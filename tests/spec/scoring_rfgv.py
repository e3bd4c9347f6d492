"""Worked examples of the scheme rfgv."""

# ruff: noqa: E501 - a row of an answer is one line, with the sentences as they are

from tests.spec.scoring_example import Example

EXAMPLES = (
    Example(
        title="Recency, frequency, gravity and victims of two years",
        scheme="rfgv",
        text="""
        As of 24 November 2026 Adam's latest crime is 23 days old: 25 points. Six crimes in two
        years are five points each, and no more than 25 together. Five crimes of 10 days of harm and
        one of 365 are 415 days: 20 points, on the gravest. Beth and Cora are victims, each once:
        seven points each. The crime of 2024-11-24 is a day too old, an acquittal counts nothing, an
        incident is no crime. Ed has one crime of unknown harm: it counts for all but gravity.
        """,
        suspicions="""
        person_id | offence_id | happened_on | status    | record_type | code
        adam      | O1         | 2024-11-25  | convicted | crime       | 00806
        adam      | O2         | 2025-03-01  | named     | crime       | 19512
        adam      | O3         | 2025-04-01  | named     | crime       | 19512
        adam      | O4         | 2025-05-01  | named     | crime       | 19512
        adam      | O5         | 2025-06-01  | named     | crime       | 19512
        adam      | O6         | 2026-11-01  | charged   | crime       | 19512
        adam      | O7         | 2024-11-24  | convicted | crime       | 00806
        adam      | O8         | 2026-11-02  | acquitted | crime       | 00806
        adam      | O9         | 2026-11-03  | named     | incident    | 00806
        ed        | O10        | 2026-01-01  | named     | crime       | ZZZ
        """,
        victims="""
        offence_id | person_id
        O1         | beth
        O2         | beth
        O3         | cora
        O7         | dora
        O8         | dora
        """,
        answer="""
        person_id | name           | points | table     | key                      | on         | source  | text
        adam      | rfgv.recency   | 25     | offence   | O6                       | 2026-11-01 | records | Recorded: Stalking on 1 November 2026, suspect charged; the latest crime, 23 days ago: 25 points.
        adam      | rfgv.gravity   | 20     | offence   | O1                       | 2024-11-25 | records | Recorded: Assault occasioning actual bodily harm on 25 November 2024, suspect convicted; with all crimes of the window 415 days in the Cambridge index: 20 points.
        adam      | rfgv.victims   | 7      | offence   | O1                       | 2024-11-25 | records | Recorded: Assault occasioning actual bodily harm on 25 November 2024, suspect convicted; a person recorded as victim: 7 points.
        adam      | rfgv.victims   | 7      | offence   | O3                       | 2025-04-01 | records | Recorded: Stalking on 1 April 2025, suspect named; a person recorded as victim: 7 points.
        adam      | rfgv.frequency | 5      | offence   | O1                       | 2024-11-25 | records | Recorded: Assault occasioning actual bodily harm on 25 November 2024, suspect convicted; a crime: 5 points.
        adam      | rfgv.frequency | 5      | offence   | O2                       | 2025-03-01 | records | Recorded: Stalking on 1 March 2025, suspect named; a crime: 5 points.
        adam      | rfgv.frequency | 5      | offence   | O3                       | 2025-04-01 | records | Recorded: Stalking on 1 April 2025, suspect named; a crime: 5 points.
        adam      | rfgv.frequency | 5      | offence   | O4                       | 2025-05-01 | records | Recorded: Stalking on 1 May 2025, suspect named; a crime: 5 points.
        adam      | rfgv.frequency | 5      | offence   | O5                       | 2025-06-01 | records | Recorded: Stalking on 1 June 2025, suspect named; a crime: 5 points.
        adam      | rfgv.frequency | 5      | offence   | O6                       | 2026-11-01 | records | Recorded: Stalking on 1 November 2026, suspect charged; a crime: 5 points.
        adam      | cap.frequency  | -5     | parameter | rfgv.toml crimes_at_most |            |         | Cap: frequency adds at most 25 points.
        ed        | rfgv.recency   | 10     | offence   | O10                      | 2026-01-01 | records | Recorded: an offence coded 00ZZZ (HO5) on 1 January 2026, suspect named; the latest crime, 327 days ago: 10 points.
        ed        | rfgv.frequency | 5      | offence   | O10                      | 2026-01-01 | records | Recorded: an offence coded 00ZZZ (HO5) on 1 January 2026, suspect named; a crime: 5 points.
        """,
    ),
)
