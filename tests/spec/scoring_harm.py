"""Worked examples of the harm schemes and v100."""

# ruff: noqa: E501 - a row of an answer is one line, with the sentences as they are

from tests.spec.scoring_example import Example

EXAMPLES = (
    Example(
        title="A crime counts its days, less for age and evidence",
        scheme="harm_cchi",
        text="""
        Each crime counts the days of its subgroup in the Cambridge index. The older the crime and
        the weaker the evidence, the less it counts: here one charged last month, one named two
        years ago. Every number that is not published says so.
        """,
        suspicions="""
        person_id | offence_id | happened_on | status  | code
        adam      | O1         | 2026-10-20  | charged | 00806
        adam      | O2         | 2024-10-01  | named   | 19512
        """,
        answer="""
        person_id | name | points | table   | key | on         | source  | text
        adam      | harm | 328.5  | offence | O1  | 2026-10-20 | records | Recorded: Assault occasioning actual bodily harm on 20 October 2026, suspect charged; harm 365 days (Cambridge Crime Harm Index 2026, median of Violence with injury; inferred) × 0.9 for its evidence.
        adam      | harm | 2.4    | offence | O2  | 2024-10-01 | records | Recorded: Stalking on 1 October 2024, suspect named; harm 10 days (Cambridge Crime Harm Index 2026, median of Stalking and harassment; inferred) × 0.4 for its age × 0.6 for its evidence.
        """,
    ),
    Example(
        title="An acquittal adds nothing, and says so",
        scheme="harm_cchi",
        text="""
        An acquitted charge stays visible with the value 0: whoever reads the reasons sees that it
        was looked at and did not count. A crime that ended without further action still counts,
        less.
        """,
        suspicions="""
        person_id | offence_id | happened_on | status            | code
        adam      | O1         | 2026-10-20  | acquitted         | 01908
        adam      | O2         | 2026-10-21  | no_further_action | 10501
        """,
        answer="""
        person_id | name | points | table   | key | on         | source  | text
        adam      | harm | 4      | offence | O2  | 2026-10-21 | records | Recorded: Common assault and battery on 21 October 2026, no further action; harm 10 days (Cambridge Crime Harm Index 2026, median of Violence without injury; inferred) × 0.4 for its evidence.
        adam      | harm | 0      | offence | O1  | 2026-10-20 | records | Recorded: Rape of a female aged 16 or over on 20 October 2026, suspect acquitted; harm 2,555 days (Cambridge Crime Harm Index 2026, median of Rape offences; inferred) × 0 for its evidence, so it adds nothing.
        """,
    ),
    Example(
        title="A code without a weight is unknown harm, never zero in silence",
        scheme="harm_ons",
        text="""
        Coercive control (00867) is younger than the list of ONS weights at hand. Its harm is not
        known and the reasons say so; the run counts such offences by code. Incidents are not
        crimes, so they carry no harm.
        """,
        suspicions="""
        person_id | offence_id | happened_on | status  | record_type | code_system | code
        adam      | O1         | 2026-11-01  | charged | crime       | HO5         | 008/67
        adam      | O2         | 2026-11-02  | charged | crime       | HO          | 8Q
        adam      | O3         | 2026-11-03  | named   | incident    | HO          | 8Q
        adam      | O4         | 2026-11-04  | named   | crime       | NIBRS       | 13B
        adam      | O5         | 2026-11-05  | named   | crime       | HO          |
        """,
        answer="""
        person_id | name           | points | table   | key | on         | source  | text
        adam      | harm           | 45.9   | offence | O2  | 2026-11-02 | records | Recorded: Stalking on 2 November 2026, suspect charged; harm 51 points (ONS Crime Severity Score, Stalking; inferred) × 0.9 for its evidence.
        adam      | harm.incident  | 0      | offence | O3  | 2026-11-03 | records | Recorded: Stalking on 3 November 2026, suspect named; an incident, not a crime: it counts for serial and repeat, not for harm.
        adam      | harm.not_known | 0      | offence | O1  | 2026-11-01 | records | Recorded: Controlling or coercive behaviour on 1 November 2026, suspect charged; its harm is not known, because its code has no weight in the ONS score here; it adds nothing.
        adam      | harm.not_known | 0      | offence | O4  | 2026-11-04 | records | Recorded: Simple Assault on 4 November 2026, suspect named; its harm is not known, because its code has no weight in the ONS score here; it adds nothing.
        adam      | harm.not_known | 0      | offence | O5  | 2026-11-05 | records | Recorded: an offence without a code on 5 November 2026, suspect named; its harm is not known, because its code has no weight in the ONS score here; it adds nothing.
        """,
    ),
    Example(
        title="The heaviest of the codes counts",
        scheme="harm_ons",
        text="""
        Where an included code weighs more than the principal one, the heaviest counts and the
        sentence says so: stalking that was recorded under another principal crime is not lost, and
        neither is rape recorded under stalking.
        """,
        suspicions="""
        person_id | offence_id | happened_on | status  | code  | included_codes
        adam      | O1         | 2026-11-01  | charged | 19512 | 10501;01908
        adam      | O2         | 2026-11-02  | charged | 19512 | 10501
        """,
        answer="""
        person_id | name | points | table   | key | on         | source  | text
        adam      | harm | 2934.9 | offence | O1  | 2026-11-01 | records | Recorded: Stalking on 1 November 2026, suspect charged; harm 3,261 points (ONS Crime Severity Score, Rape of a female aged 16 and over; inferred; the included Rape of a female aged 16 or over weighs most) × 0.9 for its evidence.
        adam      | harm | 45.9   | offence | O2  | 2026-11-02 | records | Recorded: Stalking on 2 November 2026, suspect charged; harm 51 points (ONS Crime Severity Score, Stalking; inferred) × 0.9 for its evidence.
        """,
    ),
    Example(
        title="Minor harm does not add up without end",
        scheme="harm_cchi",
        text="""
        Classes of minor harm have a cap. A cap is a contribution of its own with a negative value,
        so that the sum still holds. Only records whose `is_vawg` is true count at all.
        """,
        suspicions="""
        person_id | offence_id | happened_on | status    | code  | is_vawg
        adam      | O1         | 2026-11-01  | convicted | 14900 | true
        adam      | O2         | 2026-11-02  | convicted | 14900 | true
        adam      | O3         | 2026-11-03  | convicted | 14900 | true
        adam      | O4         | 2026-11-04  | convicted | 14900 | true
        adam      | O5         | 2026-11-05  | convicted | 14900 | true
        adam      | O6         | 2026-11-06  | convicted | 05800 | true
        adam      | O7         | 2026-11-07  | convicted | 01908 | false
        beth      | O8         | 2026-11-01  | convicted | 14900 | true
        """,
        answer="""
        person_id | name     | points | table     | key                                 | on         | source  | text
        adam      | harm     | 2      | offence   | O1                                  | 2026-11-01 | records | Recorded: Criminal damage of 5,000 pounds or less on 1 November 2026, suspect convicted; harm 2 days (Cambridge Crime Harm Index 2026, median of Criminal damage; inferred).
        adam      | harm     | 2      | offence   | O2                                  | 2026-11-02 | records | Recorded: Criminal damage of 5,000 pounds or less on 2 November 2026, suspect convicted; harm 2 days (Cambridge Crime Harm Index 2026, median of Criminal damage; inferred).
        adam      | harm     | 2      | offence   | O3                                  | 2026-11-03 | records | Recorded: Criminal damage of 5,000 pounds or less on 3 November 2026, suspect convicted; harm 2 days (Cambridge Crime Harm Index 2026, median of Criminal damage; inferred).
        adam      | harm     | 2      | offence   | O4                                  | 2026-11-04 | records | Recorded: Criminal damage of 5,000 pounds or less on 4 November 2026, suspect convicted; harm 2 days (Cambridge Crime Harm Index 2026, median of Criminal damage; inferred).
        adam      | harm     | 2      | offence   | O5                                  | 2026-11-05 | records | Recorded: Criminal damage of 5,000 pounds or less on 5 November 2026, suspect convicted; harm 2 days (Cambridge Crime Harm Index 2026, median of Criminal damage; inferred).
        adam      | harm     | 2      | offence   | O6                                  | 2026-11-06 | records | Recorded: Criminal damage on 6 November 2026, suspect convicted; harm 2 days (Cambridge Crime Harm Index 2026, median of Criminal damage; inferred).
        adam      | cap.harm | -2     | parameter | harm_caps.toml cchi Criminal damage |            |         | Cap: Criminal damage adds at most 10 for one person.
        beth      | harm     | 2      | offence   | O8                                  | 2026-11-01 | records | Recorded: Criminal damage of 5,000 pounds or less on 1 November 2026, suspect convicted; harm 2 days (Cambridge Crime Harm Index 2026, median of Criminal damage; inferred).
        """,
    ),
    Example(
        title="The source's own weight",
        scheme="harm_source",
        text="""
        Where a source gives each offence a weight in days, that weight counts as it stands. A
        missing or impossible weight is unknown harm. A date after the day of the list is read as
        that day.
        """,
        suspicions="""
        person_id | offence_id | happened_on | status  | code_system | code  | harm_weight
        adam      | O1         | 2026-11-01  | charged | town        | ABH   | 182.25
        adam      | O2         | 2026-11-02  | charged | town        | ABH   |
        adam      | O3         | 2026-11-03  | charged | town        | ABH   | -4
        adam      | O4         | 2026-12-25  | charged | town        | ABH   | 10
        """,
        answer="""
        person_id | name           | points  | table   | key | on         | source  | text
        adam      | harm           | 164.025 | offence | O1  | 2026-11-01 | records | Recorded: an offence coded ABH (town) on 1 November 2026, suspect charged; harm 182.25 days (the source's own weight) × 0.9 for its evidence.
        adam      | harm           | 9       | offence | O4  | 2026-12-25 | records | Recorded: an offence coded ABH (town) on 25 December 2026 (after the day of the list, so read as that day), suspect charged; harm 10 days (the source's own weight) × 0.9 for its evidence.
        adam      | harm.not_known | 0       | offence | O2  | 2026-11-02 | records | Recorded: an offence coded ABH (town) on 2 November 2026, suspect charged; its harm is not known, because the source gives it no usable weight; it adds nothing.
        adam      | harm.not_known | 0       | offence | O3  | 2026-11-03 | records | Recorded: an offence coded ABH (town) on 3 November 2026, suspect charged; its harm is not known, because the source gives it no usable weight; it adds nothing.
        """,
    ),
    Example(
        title="Two or more crimes in 365 days",
        scheme="v100",
        text="""
        Adam has two crimes in the 365 days that end with the as-of day, 24 November 2026; the first
        of these days is 25 November 2025. Beth has one crime and one incident, Carl one crime in
        the window and one the day before it: neither is scored. What came of a crime plays no part.
        """,
        suspicions="""
        person_id | offence_id | happened_on | status    | record_type | code
        adam      | O1         | 2025-11-25  | acquitted | crime       | 00806
        adam      | O2         | 2026-11-24  | named     | crime       | 19512
        beth      | O3         | 2026-11-01  | named     | crime       | 01908
        beth      | O4         | 2026-11-02  | named     | incident    | 01908
        carl      | O5         | 2025-11-24  | named     | crime       | 01908
        carl      | O6         | 2026-11-02  | named     | crime       | 01908
        """,
        answer="""
        person_id | name | points | table   | key | on         | source  | text
        adam      | harm | 365    | offence | O1  | 2025-11-25 | records | Recorded: Assault occasioning actual bodily harm on 25 November 2025, suspect acquitted; harm 365 days (Cambridge Crime Harm Index 2026, median of Violence with injury; inferred).
        adam      | harm | 10     | offence | O2  | 2026-11-24 | records | Recorded: Stalking on 24 November 2026, suspect named; harm 10 days (Cambridge Crime Harm Index 2026, median of Stalking and harassment; inferred).
        """,
    ),
)
