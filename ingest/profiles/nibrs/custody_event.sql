-- Arrests. No time of day is recorded, so each stands at the start of its day.
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
)
SELECT
    'arrest-' || arrest.arrestee_id AS event_id,
    arrest.record_id,
    arrest.kind,
    arrest.arrest_date || 'T00:00:00' AS at,
    -- Empty where the arrest was for something that is no recorded offence of the incident.
    offence.offense_id AS offence_id,
    replace(incident.submission_date[:19], ' ', 'T') AS recorded_at
FROM arrest
JOIN nibrs_incident AS incident ON incident.incident_id = arrest.incident_id
LEFT JOIN nibrs_offense AS offence
    ON offence.incident_id = arrest.incident_id AND offence.offense_code = arrest.offense_code
UNION ALL
SELECT
    'groupb-arrest-' || arrestee.groupb_arrestee_id AS event_id,
    'groupb-arrestee-' || arrestee.groupb_arrestee_id AS record_id,
    CASE arrest_type.arrest_type_code WHEN 'S' THEN 'charged' ELSE 'arrested' END AS kind,
    arrestee.arrest_date || 'T00:00:00' AS at,
    NULL AS offence_id,
    -- A Group B report says no submission date; the day of the arrest stands in.
    arrestee.arrest_date || 'T00:00:00' AS recorded_at
FROM nibrs_arrestee_groupb AS arrestee
JOIN nibrs_arrest_type AS arrest_type ON arrest_type.arrest_type_id = arrestee.arrest_type_id
WHERE arrest_type.arrest_type_code <> 'S'
    OR arrestee.under_18_disposition_code IS DISTINCT FROM 'H'
