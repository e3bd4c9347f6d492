-- Home Office outcomes; a first line says that none is assigned yet.
SELECT
    OUTCOME_REF AS outcome_id,
    CRIME_REF AS offence_id,
    NOM_REF AS record_id,
    CASE OUTCOME_TYPE
        WHEN 'NOT YET ASSIGNED' THEN '0'
        ELSE replace(OUTCOME_TYPE, 'TYPE ', '')
    END AS code,
    regexp_replace(OUTCOME_DATE, '^(\d\d)/(\d\d)/(\d{4})$', '\3-\2-\1') AS decided_on,
    DECIDED_BY AS decided_by,
    regexp_replace(REC_STAMP, '^(\d\d)/(\d\d)/(\d{4}) (.*)$', '\3-\2-\1T\4') AS recorded_at
FROM crime_outcome
