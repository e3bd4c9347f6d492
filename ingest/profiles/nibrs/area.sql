-- One agency is one area. NIBRS has no Home Office force code, so force_code stays empty.
SELECT
    ori AS area_id,
    -- "Bennington" is both a city's police and a county's sheriff.
    concat_ws(' ', pub_agency_name, pub_agency_unit)
        || CASE agency_type_name
            WHEN 'City' THEN ' (city)'
            WHEN 'County' THEN ' (county)'
            ELSE ''
        END
        AS name,
    state_name AS force,
    -- The list of agencies is one of a year and has no date of its own: a stand-in.
    data_year || '-01-01T00:00:00' AS recorded_at
FROM agencies
