-- Visits, approaches and other contacts.
SELECT
    CONTACT_REF AS intervention_id,
    NOM_REF AS record_id,
    lower(CONTACT_TYPE) AS kind,
    regexp_replace(CONTACT_DATE, '^(\d\d)/(\d\d)/(\d{4})$', '\3-\2-\1') AS "on",
    COLLAR_NO AS by,
    RESULT AS result,
    regexp_replace(REC_STAMP, '^(\d\d)/(\d\d)/(\d{4}) (.*)$', '\3-\2-\1T\4') AS recorded_at
FROM intervention
