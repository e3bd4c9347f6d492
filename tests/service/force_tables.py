"""The tables of the small force as text: ``.`` is empty, ``_`` in text is a space.

``V1`` to ``V8``, ``W2``, ``A9``, ``G1`` to ``G5``, ``DV1`` and ``EV1`` are the protected, whose
records :mod:`force` makes.
"""

SUSPECTS = """
record_id forename surname born_on    sex area pnc_id      address            recorded_at
S1        Adam     Arden   1985-03-01 M   A1   .           1_Open_Road        2025-06-01T09:00:00
S2        Ben      Birch   1986-04-02 M   A2   .           2_Open_Road        2025-06-01T09:00:00
S3        Carl     Cole    1987-05-03 M   A2   .           3_Open_Road        2025-06-01T09:00:00
U1        Una      Underwood 2010-01-01 F A1   .           4_Open_Road        2025-06-01T09:00:00
DS        Dean     Dorset  .          M   A1   20/1000001{} 5_Open_Road       2025-07-01T09:00:00
ES        Earl     Essex   .          M   A1   20/1000002{} 6_Open_Road       2025-06-01T09:00:00
FB        Frank    Fulham  1971-01-09 M   A1   .           7_Open_Road        2025-06-01T09:00:00
K1        Kim      Kent    2015-01-01 F   A1   .           8_Open_Road        2025-06-01T09:00:00
"""

OFFENCES = """
offence_id code  code_system from_on    area is_domestic title
O1         10501 HO5         2025-11-01 A1   true        Assault_on_Qavone
O2         00504 HO5         2025-11-02 A2   true        Assault_on_Qavtwo_witness_Qawtwo
O4         10501 HO5         2025-11-04 A1   true        Assault_on_Qavfour
O5         10501 HO5         2025-11-05 A2   true        Assault_on_Qavfour_said_Qasurvey
O6         10501 HO5         2025-11-06 A1   true        Assault_on_Qavone
O7         10501 HO5         2025-11-07 A2   true        Assault_on_Qadual_of_Qadual_Row
O8         10501 HO5         2025-11-08 .    true        Assault_on_Qaveight
O9         10501 HO5         2025-11-09 A1   true        Assault_on_Qavone
O10        Qaeast_case Qaeast_system 2025-11-10 A2 true    Assault_on_Qaeast
O11        10501 HO5         2025-11-11 A1   true        Assault_on_Qavone
O12        10501 HO5         2025-11-12 A2   true        Assault_in_A2
O13        10501 HO5         2026-01-12 A1   true        Assault_on_Qavone_last_week
"""

INVOLVED = """
offence_id record_id role    status
O1         S1        suspect charged
O1         V1        victim  .
O2         S1        suspect named
O2         S3        suspect named
O2         V2        victim  .
O2         W2        witness .
O4         S2        suspect named
O4         V4        victim  .
O5         S1        suspect convicted
O5         V4        victim  .
O6         DS        suspect charged
O6         V1        victim  .
O7         S1        suspect named
O7         DV1        victim  .
O8         S1        suspect named
O8         V8        victim  .
O9         ES        suspect charged
O9         V1        victim  .
O10        S2        suspect named
O10        EV1        victim  .
O11        FB        suspect charged
O11        V1        victim  .
O12        S2        suspect named
O12        FB        victim  .
O13        S1        suspect named
O13        U1        suspect named
O13        V1        victim  .
"""

INVOLVED_LATER = """
offence_id record_id role   recorded_at
OX         G3        victim 2025-11-01T20:00:00
"""

DISCLOSURES = """
disclosure_id route         subject_record_id person_at_risk_record_id received_at         state
D1            right_to_know S1                G1                       2025-12-01T10:00:00 received
D2            right_to_ask  S1                V1                       2025-12-02T10:00:00 disclosed
"""

HEARINGS = """
hearing_id record_id victim_record_id heard_on
M1         S1        G2               2025-12-01
"""

RELATIONSHIPS = """
relationship_id record_id kind        other_record_id
T1              S1        ex_partner  V2
T2              S1        parent      K1
T3              S1        friend      DS
T4              ES        neighbour   K1
T5              S2        partner     EV1
T6              FB        colleague   S2
T7              S1        partner     G1
T8              S1        friend      G3
"""

ORDERS = """
order_id kind state  respondent_record_id area made_on    from_on    to_on
C1       nmo  active S1                   A2   2025-10-01 2025-10-01 2027-10-01
C2       spo  active ES                   A1   2025-10-02 2025-10-02 2027-10-02
"""

PROTECTED_BY = """
order_id record_id
C1       V3
C2       V1
CX       G4
"""

CONDITIONS = """
condition_id order_id kind        text
N1           C1       prohibition Not_to_go_near_Qavthree
N2           C2       prohibition Not_to_go_near_Qavone
"""

ORDER_EVENTS = """
event_id order_id kind at
E1       C1       made 2025-10-01T10:00:00
"""

ASSESSMENTS = """
assessment_id kind about_record_id victim_record_id offence_id on         grade
R1            dash S1              V2               O2         2025-11-02 high
R2            dash S1              A9               .          2025-11-03 high
"""

CUSTODY = """
event_id record_id kind     at                  offence_id
CU1      S1        remanded 2026-01-13T10:00:00 O13
CU2      DV1        arrested 2025-11-20T10:00:00 .
"""

OUTCOMES = """
outcome_id offence_id record_id code decided_on
OU1        O1         S1        1    2025-12-01
OU2        O2         .         16   2025-12-02
"""

AREAS = """
area_id name
A1      Northwold
A2      Eastmere
"""

CASE_EVENTS = """
event_id offence_id kind            at                  by      note_code
CE1      O1         told_Qavone     2025-11-02T10:00:00 77      SC1
CE2      O2         told_Qavtwo     2025-11-03T10:00:00 Qavtwo  by_Qavtwo
CE3      O5         told_Qavfour    2025-11-06T10:00:00 77      SC1
"""

MAPPA = """
mappa_id record_id category level from_on    to_on
MA1      S1        2        3     2025-12-02 2026-12-02
"""

IOM = """
iom_id record_id scheme from_on
IO1    S1        fixed  2025-12-03
"""

NOTIFICATIONS = """
notification_id record_id from_on
SN1             S1        2025-12-04
"""

REFERRALS = """
referral_id record_id programme referred_on state    referred_by reason
RE1         S1        Drive     2025-12-05  accepted 77          Qareason_of_it
RE2         V1        Refuge    2025-12-05  accepted Qareferrer  Qareason_of_it
"""

INTERVENTIONS = """
intervention_id record_id kind       on         by         result
IN1             S1        disruption 2025-12-06 77         Qaresult_of_it
IN2             FB        support    2025-12-07 Qahelper   Qaresult_of_it
IN3             FB        approach   2025-12-08 .          .
IN4             V2        support    2025-12-09 Qavtwo     Qaresult_of_it
"""

INTELLIGENCE = """
log_id record_id source_evaluation information_assessment handling on         title
LO1    S1        2                 B                      P        2025-12-10 Qatitle_of_it
LO2    S1        1                 E                      P        2025-12-11 .
LQ3    S1        1                 A                      C        2025-12-12 Qatitle_of_it
LQ4    S1        3                 .                      .        2025-12-13 Qatitle_of_it
LO5    V2        1                 A                      P        2025-12-14 Qatitle_of_it
"""

SURVEYS = """
survey_id record_id offence_id on         satisfied
SU1       V1        O1         2025-12-15 true
SU2       G5        O5         2025-12-16 false
SU3       FB        O12        2025-12-17 false
"""

OFFICERS = """
officer_id rank      role   area
77         constable Qapost A1
"""
