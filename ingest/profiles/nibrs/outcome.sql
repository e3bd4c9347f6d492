-- Home Office outcome numbers where NIBRS says the same thing; every line is inferred (docs).
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
),
equivalent (cleared_except_code, code) AS (
    VALUES
        ('A', '5'), -- death of offender: the suspect has died
        ('B', '9'), -- prosecution declined, other than for lack of probable cause: the prosecutor
                    -- does not find it in the public interest
        ('D', '16') -- victim refused to co-operate: suspect identified, victim does not support
    -- C (in custody elsewhere) and E (juvenile, no custody) have no equivalent.
)
SELECT
    'exceptional-' || offence.offense_id AS outcome_id,
    offence.offense_id AS offence_id,
    -- The clearance names nobody, so it is the suspect's only where there is one.
    'offender-' || offender.offender_id AS record_id,
    equivalent.code,
    incident.cleared_except_date AS decided_on,
    replace(incident.submission_date[:19], ' ', 'T') AS recorded_at
FROM nibrs_offense AS offence
JOIN nibrs_incident AS incident ON incident.incident_id = offence.incident_id
JOIN nibrs_cleared_except AS clearance
    ON clearance.cleared_except_id = incident.cleared_except_id
JOIN equivalent ON equivalent.cleared_except_code = clearance.cleared_except_code
LEFT JOIN known_offender AS offender
    ON offender.incident_id = offence.incident_id AND offender.known_offenders = 1
UNION ALL
-- Summoned or cited to court: charged or summonsed. An arrest alone is no charge.
SELECT
    'summons-' || arrest.arrestee_id AS outcome_id,
    offence.offense_id AS offence_id,
    arrest.record_id,
    '1' AS code,
    arrest.arrest_date AS decided_on,
    replace(incident.submission_date[:19], ' ', 'T') AS recorded_at
FROM arrest
JOIN nibrs_incident AS incident ON incident.incident_id = arrest.incident_id
JOIN nibrs_offense AS offence
    ON offence.incident_id = arrest.incident_id AND offence.offense_code = arrest.offense_code
WHERE arrest.kind = 'charged'
