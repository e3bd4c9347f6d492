-- Suspects: each known offender in each offence of the incident (NIBRS: all act in concert).
-- Victims: through NIBRS_VICTIM_OFFENSE, people alone.
WITH arrestee_is_offender AS (
    -- One human, two rows: agreement in sex, race and age that is unique both ways in the incident.
    -- A birthday between incident and arrest is allowed for. The sequence numbers are not linked.
    SELECT arrestee.arrestee_id, offender.offender_id
    FROM nibrs_arrestee AS arrestee
    JOIN nibrs_incident AS incident ON incident.incident_id = arrestee.incident_id
    JOIN nibrs_offender AS offender ON offender.incident_id = arrestee.incident_id
    WHERE offender.offender_seq_num <> '0'
        AND arrestee.sex_code IN ('M', 'F')
        AND arrestee.sex_code = offender.sex_code
        AND arrestee.race_id = offender.race_id
        AND offender.age_num <> '00'
        AND try_cast(arrestee.age_num AS INTEGER) - try_cast(offender.age_num AS INTEGER)
        BETWEEN 0 AND (arrestee.arrest_date > incident.incident_date)::INTEGER
    QUALIFY count(*) OVER (PARTITION BY arrestee.arrestee_id) = 1
        AND count(*) OVER (PARTITION BY offender.offender_id) = 1
),
victim_is_offender AS (
    -- One human, two rows: NIBRS says "Victim Was Offender", and age, sex and race agree.
    SELECT victim.victim_id, offender.offender_id
    FROM nibrs_victim_offender_rel AS pair
    JOIN nibrs_relationship AS relationship ON relationship.relationship_id = pair.relationship_id
    JOIN nibrs_victim AS victim ON victim.victim_id = pair.victim_id
    JOIN nibrs_offender AS offender ON offender.offender_id = pair.offender_id
    WHERE relationship.relationship_code = 'VO'
        AND offender.offender_seq_num <> '0'
        AND victim.age_num = offender.age_num
        AND victim.sex_code = offender.sex_code
        AND victim.race_id = offender.race_id
    QUALIFY count(*) OVER (PARTITION BY victim.victim_id) = 1
        AND count(*) OVER (PARTITION BY offender.offender_id) = 1
),
arrest AS (
    -- A summons or citation is no custody; a juvenile dealt with inside the department ('H') after
    -- one was neither held nor sent to court, so nothing of it can be kept.
    SELECT
        arrestee.*,
        CASE arrest_type.arrest_type_code WHEN 'S' THEN 'charged' ELSE 'arrested' END AS kind,
        coalesce('offender-' || same.offender_id, 'arrestee-' || arrestee.arrestee_id) AS record_id
    FROM nibrs_arrestee AS arrestee
    JOIN nibrs_arrest_type AS arrest_type ON arrest_type.arrest_type_id = arrestee.arrest_type_id
    LEFT JOIN arrestee_is_offender AS same ON same.arrestee_id = arrestee.arrestee_id
    WHERE arrest_type.arrest_type_code <> 'S'
        OR arrestee.under_18_disposition_code IS DISTINCT FROM 'H'
),
known_offender AS (
    SELECT *, count(*) OVER (PARTITION BY incident_id) AS known_offenders
    FROM nibrs_offender
    WHERE offender_seq_num <> '0'
)
SELECT
    offence.offense_id AS offence_id,
    'offender-' || offender.offender_id AS record_id,
    'suspect' AS role,
    CASE
        WHEN arrest.kind IS NOT NULL THEN arrest.kind
        WHEN closed.cleared_except_code IS NOT NULL THEN 'no_further_action'
        ELSE 'named'
    END AS status,
    CASE
        WHEN arrest.kind IS NOT NULL THEN arrest.arrest_date
        WHEN closed.cleared_except_code IS NOT NULL THEN incident.cleared_except_date
    END AS status_on,
    replace(incident.submission_date[:19], ' ', 'T') AS recorded_at
FROM known_offender AS offender
JOIN nibrs_incident AS incident ON incident.incident_id = offender.incident_id
JOIN nibrs_offense AS offence ON offence.incident_id = offender.incident_id
-- An arrest is for one offence code; the other offences stay as they were.
LEFT JOIN arrest
    ON arrest.record_id = 'offender-' || offender.offender_id
    AND arrest.offense_code = offence.offense_code
-- Prosecution declined or victim unwilling: it went no further for the only known offender.
LEFT JOIN nibrs_cleared_except AS closed
    ON closed.cleared_except_id = incident.cleared_except_id
    AND closed.cleared_except_code IN ('B', 'D')
    AND offender.known_offenders = 1
-- Justifiable homicide is not a crime, so it has no suspect.
WHERE offence.offense_code <> '09C'
UNION ALL
SELECT
    victim_offence.offense_id AS offence_id,
    coalesce('offender-' || same.offender_id, 'victim-' || victim.victim_id) AS record_id,
    'victim' AS role,
    NULL AS status,
    NULL AS status_on,
    replace(incident.submission_date[:19], ' ', 'T') AS recorded_at
FROM nibrs_victim_offense AS victim_offence
JOIN nibrs_victim AS victim ON victim.victim_id = victim_offence.victim_id
JOIN nibrs_victim_type AS victim_type ON victim_type.victim_type_id = victim.victim_type_id
JOIN nibrs_incident AS incident ON incident.incident_id = victim.incident_id
LEFT JOIN victim_is_offender AS same ON same.victim_id = victim.victim_id
WHERE victim_type.victim_type_code IN ('I', 'L')
