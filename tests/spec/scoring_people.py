"""Worked examples of the serial axis, the repeat axis and the combined scheme."""

# ruff: noqa: E501 - a row of an answer is one line, with the sentences as they are

from tests.spec.scoring_example import Example

EXAMPLES = (
    Example(
        title="Victims who are not connected to each other",
        scheme="serial",
        text="""
        Adam's victims Beth and Cora have nothing to do with each other: two victims. Dora is Cora's
        sister, so the two count as one. The first victim has a small value, the next counts. No
        name of a victim is in any sentence.
        """,
        suspicions="""
        person_id | offence_id | happened_on | status    | code
        adam      | O1         | 2014-03-02  | convicted | 00806
        adam      | O2         | 2026-10-20  | charged   | 19512
        adam      | O3         | 2026-11-02  | named     | 10501
        """,
        victims="""
        offence_id | person_id
        O1         | beth
        O2         | cora
        O3         | dora
        """,
        relationships="""
        person_id | other_person_id | kind
        cora      | dora            | sibling
        """,
        answer="""
        person_id | name                  | points | table   | key | on         | source  | text
        adam      | serial.further_victim | 18     | offence | O2  | 2026-10-20 | records | Recorded: Stalking on 20 October 2026, suspect charged; a further person recorded as victim, with no recorded family or household tie to the others: 20 points × 0.9 for its evidence.
        adam      | serial.first_victim   | 1      | offence | O1  | 2014-03-02 | records | Recorded: Assault occasioning actual bodily harm on 2 March 2014, suspect convicted; a person recorded as victim: 1 point.
        """,
    ),
    Example(
        title="Who is on the list serial",
        scheme="serial",
        text="""
        Everyone with at least one other person recorded as victim is on the list, whatever came of
        it. A person recorded as victim of his own offence is no victim of his. A further victim in
        records that all ended in acquittal adds nothing.
        """,
        suspicions="""
        person_id | offence_id | happened_on | status            | code
        adam      | O1         | 2026-10-20  | acquitted         | 00806
        beth      | O2         | 2026-10-21  | named             | 10501
        carl      | O3         | 2026-10-22  | no_further_action | 10501
        carl      | O4         | 2026-10-23  | acquitted         | 10501
        """,
        victims="""
        offence_id | person_id
        O1         | nora
        O2         | beth
        O3         | nora
        O4         | olga
        """,
        answer="""
        person_id | name                  | points | table   | key | on         | source  | text
        adam      | serial.first_victim   | 1      | offence | O1  | 2026-10-20 | records | Recorded: Assault occasioning actual bodily harm on 20 October 2026, suspect acquitted; a person recorded as victim: 1 point.
        carl      | serial.first_victim   | 1      | offence | O3  | 2026-10-22 | records | Recorded: Common assault and battery on 22 October 2026, no further action; a person recorded as victim: 1 point.
        carl      | serial.further_victim | 0      | offence | O4  | 2026-10-23 | records | Recorded: Common assault and battery on 23 October 2026, suspect acquitted; a further person recorded as victim, with no recorded family or household tie to the others: 20 points × 0 for its evidence.
        """,
    ),
    Example(
        title="A course of conduct against one victim",
        scheme="pursuit",
        text="""
        Stalking weighs 10 days in the Cambridge index, rape 2,555. So days of harm become points
        band by band, each further day worth less, and an offence that is by its definition a course
        of conduct takes a declared step of its own. Three reports by one woman within a month are
        worth more than a single assault with injury.
        """,
        suspicions="""
        person_id | offence_id | happened_on | status   | code
        adam      | O1         | 2026-10-05  | named    | 19512
        adam      | O2         | 2026-10-20  | arrested | 19512
        adam      | O3         | 2026-11-02  | charged  | 00866
        beth      | O4         | 2026-11-02  | charged  | 00806
        """,
        victims="""
        offence_id | person_id
        O1         | nora
        O2         | nora
        O3         | nora
        O4         | olga
        """,
        answer="""
        person_id | name                     | points | table   | key | on         | source  | text
        adam      | repeat.course_of_conduct | 13.5   | offence | O3  | 2026-11-02 | records | Recorded: Stalking involving serious alarm or distress on 2 November 2026, suspect charged; by its definition a course of conduct, or a breach of an order that protects a person: 15 points × 0.9 for its evidence.
        adam      | repeat.course_of_conduct | 10.5   | offence | O2  | 2026-10-20 | records | Recorded: Stalking on 20 October 2026, suspect arrested; by its definition a course of conduct, or a breach of an order that protects a person: 15 points × 0.7 for its evidence.
        adam      | harm                     | 9      | offence | O3  | 2026-11-02 | records | Recorded: Stalking involving serious alarm or distress on 2 November 2026, suspect charged; harm 10 days (Cambridge Crime Harm Index 2026, median of Stalking and harassment; inferred), worth 10 points × 0.9 for its evidence.
        adam      | repeat.course_of_conduct | 9      | offence | O1  | 2026-10-05 | records | Recorded: Stalking on 5 October 2026, suspect named; by its definition a course of conduct, or a breach of an order that protects a person: 15 points × 0.6 for its evidence.
        adam      | harm                     | 7      | offence | O2  | 2026-10-20 | records | Recorded: Stalking on 20 October 2026, suspect arrested; harm 10 days (Cambridge Crime Harm Index 2026, median of Stalking and harassment; inferred), worth 10 points × 0.7 for its evidence.
        adam      | harm                     | 6      | offence | O1  | 2026-10-05 | records | Recorded: Stalking on 5 October 2026, suspect named; harm 10 days (Cambridge Crime Harm Index 2026, median of Stalking and harassment; inferred), worth 10 points × 0.6 for its evidence.
        adam      | repeat.more_often        | 4.5    | offence | O3  | 2026-11-02 | records | Recorded: Stalking involving serious alarm or distress on 2 November 2026, suspect charged; 3 records in the last 180 days against 0 in the 180 days before: 5 points × 0.9 for its evidence.
        adam      | repeat.same_victim       | 2.7    | offence | O3  | 2026-11-02 | records | Recorded: Stalking involving serious alarm or distress on 2 November 2026, suspect charged; a person recorded as victim was recorded as victim of this suspect before: 3 points × 0.9 for its evidence.
        adam      | repeat.same_victim       | 2.1    | offence | O2  | 2026-10-20 | records | Recorded: Stalking on 20 October 2026, suspect arrested; a person recorded as victim was recorded as victim of this suspect before: 3 points × 0.7 for its evidence.
        adam      | repeat.further_record    | 1.8    | offence | O3  | 2026-11-02 | records | Recorded: Stalking involving serious alarm or distress on 2 November 2026, suspect charged; a further record as suspect: 2 points × 0.9 for its evidence.
        adam      | repeat.further_record    | 1.4    | offence | O2  | 2026-10-20 | records | Recorded: Stalking on 20 October 2026, suspect arrested; a further record as suspect: 2 points × 0.7 for its evidence.
        adam      | serial.first_victim      | 0.9    | offence | O3  | 2026-11-02 | records | Recorded: Stalking involving serious alarm or distress on 2 November 2026, suspect charged; a person recorded as victim: 1 point × 0.9 for its evidence.
        adam      | repeat.first_record      | 0.6    | offence | O1  | 2026-10-05 | records | Recorded: Stalking on 5 October 2026, suspect named; a first record as suspect: 1 point × 0.6 for its evidence.
        beth      | harm                     | 24.975 | offence | O4  | 2026-11-02 | records | Recorded: Assault occasioning actual bodily harm on 2 November 2026, suspect charged; harm 365 days (Cambridge Crime Harm Index 2026, median of Violence with injury; inferred), worth 27.75 points × 0.9 for its evidence.
        beth      | repeat.first_record      | 0.9    | offence | O4  | 2026-11-02 | records | Recorded: Assault occasioning actual bodily harm on 2 November 2026, suspect charged; a first record as suspect: 1 point × 0.9 for its evidence.
        beth      | serial.first_victim      | 0.9    | offence | O4  | 2026-11-02 | records | Recorded: Assault occasioning actual bodily harm on 2 November 2026, suspect charged; a person recorded as victim: 1 point × 0.9 for its evidence.
        """,
    ),
    Example(
        title="Rising harm and a further victim",
        scheme="pursuit",
        text="""
        A crime graver than any in the two years before it takes a step for escalation. In this
        scheme the points for victims fade with age, so that a list is about now: the victim of years
        ago counts as the further one and adds little. An incident takes part in everything but
        harm.
        """,
        suspicions="""
        person_id | offence_id | happened_on | status    | record_type | code
        adam      | O1         | 2019-06-01  | convicted | crime       | 00806
        adam      | O2         | 2026-01-10  | named     | incident    | 10501
        adam      | O3         | 2026-03-01  | named     | crime       | 10501
        adam      | O4         | 2026-11-20  | charged   | crime       | 00877
        """,
        victims="""
        offence_id | person_id
        O1         | nora
        O2         | olga
        O3         | olga
        O4         | olga
        """,
        answer="""
        person_id | name                      | points | table   | key | on         | source  | text
        adam      | harm                      | 24.975 | offence | O4  | 2026-11-20 | records | Recorded: Intentional strangulation or suffocation on 20 November 2026, suspect charged; harm 365 days (Cambridge Crime Harm Index 2026, median of Violence with injury; inferred), worth 27.75 points × 0.9 for its evidence.
        adam      | harm                      | 4.8    | offence | O3  | 2026-03-01 | records | Recorded: Common assault and battery on 1 March 2026, suspect named; harm 10 days (Cambridge Crime Harm Index 2026, median of Violence without injury; inferred), worth 10 points × 0.8 for its age × 0.6 for its evidence.
        adam      | repeat.escalation_in_harm | 4.5    | offence | O4  | 2026-11-20 | records | Recorded: Intentional strangulation or suffocation on 20 November 2026, suspect charged; graver by the Cambridge index than any crime recorded for this suspect in the window before it: 5 points × 0.9 for its evidence.
        adam      | harm                      | 2.775  | offence | O1  | 2019-06-01 | records | Recorded: Assault occasioning actual bodily harm on 1 June 2019, suspect convicted; harm 365 days (Cambridge Crime Harm Index 2026, median of Violence with injury; inferred), worth 27.75 points × 0.1 for its age.
        adam      | repeat.same_victim        | 2.7    | offence | O4  | 2026-11-20 | records | Recorded: Intentional strangulation or suffocation on 20 November 2026, suspect charged; a person recorded as victim was recorded as victim of this suspect before: 3 points × 0.9 for its evidence.
        adam      | serial.further_victim     | 2      | offence | O1  | 2019-06-01 | records | Recorded: Assault occasioning actual bodily harm on 1 June 2019, suspect convicted; a further person recorded as victim, with no recorded family or household tie to the others: 20 points × 0.1 for its age.
        adam      | repeat.further_record     | 1.8    | offence | O4  | 2026-11-20 | records | Recorded: Intentional strangulation or suffocation on 20 November 2026, suspect charged; a further record as suspect: 2 points × 0.9 for its evidence.
        adam      | repeat.same_victim        | 1.44   | offence | O3  | 2026-03-01 | records | Recorded: Common assault and battery on 1 March 2026, suspect named; a person recorded as victim was recorded as victim of this suspect before: 3 points × 0.8 for its age × 0.6 for its evidence.
        adam      | repeat.further_record     | 0.96   | offence | O2  | 2026-01-10 | records | Recorded: Common assault and battery on 10 January 2026, suspect named; a further record as suspect: 2 points × 0.8 for its age × 0.6 for its evidence.
        adam      | repeat.further_record     | 0.96   | offence | O3  | 2026-03-01 | records | Recorded: Common assault and battery on 1 March 2026, suspect named; a further record as suspect: 2 points × 0.8 for its age × 0.6 for its evidence.
        adam      | serial.first_victim       | 0.9    | offence | O4  | 2026-11-20 | records | Recorded: Intentional strangulation or suffocation on 20 November 2026, suspect charged; a person recorded as victim: 1 point × 0.9 for its evidence.
        adam      | repeat.first_record       | 0.1    | offence | O1  | 2019-06-01 | records | Recorded: Assault occasioning actual bodily harm on 1 June 2019, suspect convicted; a first record as suspect: 1 point × 0.1 for its age.
        adam      | harm.incident             | 0      | offence | O2  | 2026-01-10 | records | Recorded: Common assault and battery on 10 January 2026, suspect named; an incident, not a crime: it counts for serial and repeat, not for harm.
        """,
    ),
    Example(
        title="Offences without victims and without dates",
        scheme="pursuit",
        text="""
        A source may hold nothing but offences and suspects, all dated by the day they were first
        recorded. The list still has an order: by the number of records. Order in time is not read
        from such dates, so there is no escalation.
        """,
        suspicions="""
        person_id | offence_id | happened_on | happened_on_is | status | code_system | code
        adam      | O1         | 2026-11-24  | recorded_on    |        | town        | burglary
        adam      | O2         | 2026-11-24  | recorded_on    |        | town        | burglary
        beth      | O3         | 2026-11-24  | recorded_on    |        | town        | burglary
        """,
        answer="""
        person_id | name                  | points | table   | key | on         | source  | text
        adam      | repeat.further_record | 1.2    | offence | O2  | 2026-11-24 | records | Recorded: an offence coded burglary (town) first recorded on 24 November 2026, what came of it not recorded; a further record as suspect: 2 points × 0.6 for its evidence.
        adam      | repeat.first_record   | 0.6    | offence | O1  | 2026-11-24 | records | Recorded: an offence coded burglary (town) first recorded on 24 November 2026, what came of it not recorded; a first record as suspect: 1 point × 0.6 for its evidence.
        adam      | harm.not_known        | 0      | offence | O1  | 2026-11-24 | records | Recorded: an offence coded burglary (town) first recorded on 24 November 2026, what came of it not recorded; its harm is not known, because its code has no weight in the Cambridge index here; it adds nothing.
        adam      | harm.not_known        | 0      | offence | O2  | 2026-11-24 | records | Recorded: an offence coded burglary (town) first recorded on 24 November 2026, what came of it not recorded; its harm is not known, because its code has no weight in the Cambridge index here; it adds nothing.
        beth      | repeat.first_record   | 0.6    | offence | O3  | 2026-11-24 | records | Recorded: an offence coded burglary (town) first recorded on 24 November 2026, what came of it not recorded; a first record as suspect: 1 point × 0.6 for its evidence.
        beth      | harm.not_known        | 0      | offence | O3  | 2026-11-24 | records | Recorded: an offence coded burglary (town) first recorded on 24 November 2026, what came of it not recorded; its harm is not known, because its code has no weight in the Cambridge index here; it adds nothing.
        """,
    ),
)
