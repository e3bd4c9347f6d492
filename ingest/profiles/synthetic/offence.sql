-- Crimes and incidents. VAWG_FLAG is filled in for some; where it is empty the rule decides.
SELECT
    CRIME_REF AS offence_id,
    CASE REC_TYPE
        WHEN 'CRIME' THEN 'crime'
        WHEN 'INCIDENT' THEN 'incident'
        ELSE REC_TYPE
    END AS record_type,
    replace(HO_CODE, '/', '') AS code,
    CASE WHEN HO_CODE IS NOT NULL THEN 'HO5' END AS code_system,
    OFFENCE_TITLE AS title,
    regexp_replace(DATE_FROM, '^(\d\d)/(\d\d)/(\d{4})$', '\3-\2-\1') AS from_on,
    regexp_replace(DATE_TO, '^(\d\d)/(\d\d)/(\d{4})$', '\3-\2-\1') AS to_on,
    regexp_replace(DATE_REPORTED, '^(\d\d)/(\d\d)/(\d{4})$', '\3-\2-\1') AS reported_on,
    LPA AS area,
    LOCATION AS address,
    PCODE AS postcode,
    CASE DA_FLAG WHEN 'Y' THEN 'true' WHEN 'N' THEN 'false' ELSE DA_FLAG END AS is_domestic,
    CASE VAWG_FLAG WHEN 'Y' THEN 'true' WHEN 'N' THEN 'false' ELSE VAWG_FLAG END AS is_vawg,
    replace(replace(INCLUDED_CLASS, '/', ''), ', ', ';') AS included_codes,
    HARM_DAYS AS harm_weight,
    regexp_replace(REC_STAMP, '^(\d\d)/(\d\d)/(\d{4}) (.*)$', '\3-\2-\1T\4') AS recorded_at
FROM crime
