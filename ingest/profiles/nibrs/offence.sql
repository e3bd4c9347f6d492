-- One row of NIBRS_OFFENSE is one offence. There is no is_vawg column: every offence is in scope.
WITH domestic_pair AS (
    -- Each recorded relationship of a victim of the offence to an offender: is it domestic?
    -- Partners, former ones and family, where neither is recorded as under 16.
    SELECT
        victim_offence.offense_id,
        CASE
            WHEN relationship.relationship_code = 'RU' THEN NULL
            ELSE relationship.relationship_code IN (
                'SE', 'CS', 'BG', 'XS', 'XR', 'HR',
                'PA', 'CH', 'SB', 'GP', 'GC', 'IL', 'OF', 'SP', 'SC', 'SS'
            )
            AND NOT coalesce(
                victim.age_num IN ('NN', 'NB', 'BB')
                OR try_cast(nullif(victim.age_num, '00') AS INTEGER) < 16,
                false
            )
            AND NOT coalesce(try_cast(nullif(offender.age_num, '00') AS INTEGER) < 16, false)
        END AS is_domestic
    FROM nibrs_victim_offense AS victim_offence
    JOIN nibrs_victim AS victim ON victim.victim_id = victim_offence.victim_id
    JOIN nibrs_victim_offender_rel AS pair ON pair.victim_id = victim.victim_id
    JOIN nibrs_relationship AS relationship ON relationship.relationship_id = pair.relationship_id
    JOIN nibrs_offender AS offender ON offender.offender_id = pair.offender_id
    WHERE offender.offender_seq_num <> '0' AND relationship.relationship_code <> 'VO'
),
domestic AS (
    -- True if one pair is, false if every pair is known and none is, else not known.
    SELECT
        offense_id,
        CASE
            WHEN bool_or(is_domestic) THEN 'true'
            WHEN count(*) = count(is_domestic) THEN 'false'
        END AS is_domestic
    FROM domestic_pair
    GROUP BY offense_id
)
SELECT
    offence.offense_id AS offence_id,
    -- Justifiable homicide is reported in NIBRS and is not a crime.
    CASE offence.offense_code WHEN '09C' THEN 'incident' ELSE 'crime' END AS record_type,
    offence.offense_code AS code,
    'NIBRS' AS code_system,
    offence_type.offense_name AS title,
    -- The flag says that the incident's date was not known and the report's stands in its place.
    CASE WHEN incident.report_date_flag = 't' THEN NULL ELSE incident.incident_date END AS from_on,
    CASE WHEN incident.report_date_flag = 't' THEN incident.incident_date END AS reported_on,
    agency.ori AS area,
    -- NIBRS gives a sort of place ("Residence/Home") and no address. The incident's id keeps two
    -- homes from being taken for one and the same.
    CASE
        WHEN place.location_code NOT IN ('00', '25')
            THEN place.location_name || ' (incident ' || offence.incident_id || ')'
    END AS address,
    domestic.is_domestic AS is_domestic,
    replace(incident.submission_date[:19], ' ', 'T') AS recorded_at
FROM nibrs_offense AS offence
JOIN nibrs_incident AS incident ON incident.incident_id = offence.incident_id
LEFT JOIN nibrs_offense_type AS offence_type ON offence_type.offense_code = offence.offense_code
LEFT JOIN nibrs_location_type AS place ON place.location_id = offence.location_id
LEFT JOIN agencies AS agency ON agency.agency_id = incident.agency_id
LEFT JOIN domestic ON domestic.offense_id = offence.offense_id
