-- Risk forms about a suspect and the person at risk.
SELECT
    FORM_REF AS assessment_id,
    CASE FORM_TYPE
        WHEN 'DASH' THEN 'dash'
        WHEN 'DARA' THEN 'dara'
        WHEN 'S-DASH' THEN 's_dash'
        WHEN 'SST' THEN 'sst'
        WHEN 'PPIT' THEN 'ppit'
        ELSE FORM_TYPE
    END AS kind,
    SUBJECT_NOM_REF AS about_record_id,
    VICTIM_NOM_REF AS victim_record_id,
    CRIME_REF AS offence_id,
    regexp_replace(FORM_DATE, '^(\d\d)/(\d\d)/(\d{4})$', '\3-\2-\1') AS "on",
    CASE GRADING
        WHEN 'STD' THEN 'standard'
        WHEN 'MED' THEN 'medium'
        WHEN 'HIGH' THEN 'high'
        ELSE GRADING
    END AS grade,
    YES_COUNT AS ticks,
    replace(YES_ITEMS, ',', ';') AS items,
    COLLAR_NO AS assessed_by,
    regexp_replace(REC_STAMP, '^(\d\d)/(\d\d)/(\d{4}) (.*)$', '\3-\2-\1T\4') AS recorded_at
FROM risk_form
