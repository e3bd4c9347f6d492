-- One record for each known offender, for each victim who is a person, and for each arrestee who
-- could not be shown to be one of the incident's offenders. Nobody is linked across incidents.
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
),
-- The rows behind each record; `rank` says whose word comes first where a record has several.
role_row AS (
    SELECT
        'offender-' || offender.offender_id AS record_id,
        1 AS rank,
        offender.incident_id,
        coalesce(offender.age_range_low_num, offender.age_num) AS age,
        incident.incident_date AS age_on,
        offender.sex_code,
        offender.race_id,
        offender.ethnicity_id,
        NULL AS resident_code,
        -- Cleared by the death of the only known offender, who was dead by that day at the latest.
        CASE
            WHEN clearance.cleared_except_code = 'A' AND offender.known_offenders = 1
                THEN incident.cleared_except_date
        END AS died_on
    FROM known_offender AS offender
    JOIN nibrs_incident AS incident ON incident.incident_id = offender.incident_id
    LEFT JOIN nibrs_cleared_except AS clearance
        ON clearance.cleared_except_id = incident.cleared_except_id
    UNION ALL
    SELECT
        arrest.record_id,
        2 AS rank,
        arrest.incident_id,
        coalesce(arrest.age_range_low_num, arrest.age_num) AS age,
        arrest.arrest_date AS age_on,
        arrest.sex_code,
        arrest.race_id,
        arrest.ethnicity_id,
        arrest.resident_code,
        NULL AS died_on
    FROM arrest
    UNION ALL
    SELECT
        coalesce('offender-' || same.offender_id, 'victim-' || victim.victim_id) AS record_id,
        3 AS rank,
        victim.incident_id,
        coalesce(victim.age_range_low_num, victim.age_num) AS age,
        incident.incident_date AS age_on,
        victim.sex_code,
        victim.race_id,
        victim.ethnicity_id,
        victim.resident_status_code AS resident_code,
        -- The victim of a homicide died; the day is not recorded, the incident's stands for it.
        CASE
            WHEN EXISTS (
                SELECT 1
                FROM nibrs_victim_offense AS victim_offence
                JOIN nibrs_offense AS offence ON offence.offense_id = victim_offence.offense_id
                WHERE victim_offence.victim_id = victim.victim_id
                    AND offence.offense_code IN ('09A', '09B', '09C')
            ) THEN incident.incident_date
        END AS died_on
    FROM nibrs_victim AS victim
    JOIN nibrs_victim_type AS victim_type ON victim_type.victim_type_id = victim.victim_type_id
    JOIN nibrs_incident AS incident ON incident.incident_id = victim.incident_id
    LEFT JOIN victim_is_offender AS same ON same.victim_id = victim.victim_id
    WHERE victim_type.victim_type_code IN ('I', 'L')
    UNION ALL
    -- Group B offences have an arrest report alone: no incident, no agency, no submission date.
    SELECT
        'groupb-arrestee-' || arrestee.groupb_arrestee_id AS record_id,
        4 AS rank,
        NULL AS incident_id,
        coalesce(arrestee.age_range_low_num, arrestee.age_num) AS age,
        arrestee.arrest_date AS age_on,
        arrestee.sex_code,
        arrestee.race_id,
        arrestee.ethnicity_id,
        NULL AS resident_code,
        NULL AS died_on
    FROM nibrs_arrestee_groupb AS arrestee
    JOIN nibrs_arrest_type AS arrest_type ON arrest_type.arrest_type_id = arrestee.arrest_type_id
    WHERE arrest_type.arrest_type_code <> 'S'
        OR arrestee.under_18_disposition_code IS DISTINCT FROM 'H'
),
read_row AS (
    SELECT
        role_row.*,
        -- Under a year is 0; '00' (unknown) and 'NS' (not specified) are no age.
        CASE
            WHEN age IN ('NN', 'NB', 'BB') THEN 0
            WHEN age <> '00' THEN try_cast(age AS INTEGER)
        END AS age_years,
        -- A resident of the place where it happened; a state-wide agency names no place.
        CASE
            WHEN resident_code = 'R'
                AND agency.agency_type_name IN ('City', 'County', 'State Police')
                THEN agency.ori
        END AS area,
        CASE WHEN race.race_code NOT IN ('U', 'NS') THEN race.race_desc END AS race,
        CASE WHEN ethnicity.ethnicity_code IN ('H', 'N', 'M') THEN ethnicity.ethnicity_name END
            AS ethnicity,
        coalesce(
            replace(incident.submission_date[:19], ' ', 'T'), role_row.age_on || 'T00:00:00'
        ) AS submitted_at
    FROM role_row
    LEFT JOIN nibrs_incident AS incident ON incident.incident_id = role_row.incident_id
    LEFT JOIN agencies AS agency ON agency.agency_id = incident.agency_id
    LEFT JOIN ref_race AS race ON race.race_id = role_row.race_id
    LEFT JOIN nibrs_ethnicity AS ethnicity ON ethnicity.ethnicity_id = role_row.ethnicity_id
)
SELECT
    record_id,
    any_value(area ORDER BY rank) AS area,
    any_value(age_years ORDER BY rank)::VARCHAR AS age_years,
    any_value(age_on ORDER BY rank) FILTER (age_years IS NOT NULL) AS age_on,
    min(died_on) AS died_on,
    -- 'X' is "not specified" in NIBRS and says nothing of a third sex.
    any_value(CASE WHEN sex_code IN ('M', 'F') THEN sex_code ELSE 'U' END ORDER BY rank) AS sex,
    nullif(concat_ws(', ', any_value(race ORDER BY rank), any_value(ethnicity ORDER BY rank)), '')
        AS ethnicity_officer,
    max(submitted_at) AS recorded_at
FROM read_row
GROUP BY record_id
