-- Integrated offender management.
SELECT
    IOM_REF AS iom_id,
    NOM_REF AS record_id,
    lower(COHORT) AS scheme,
    regexp_replace(DATE_FROM, '^(\d\d)/(\d\d)/(\d{4})$', '\3-\2-\1') AS from_on,
    regexp_replace(DATE_TO, '^(\d\d)/(\d\d)/(\d{4})$', '\3-\2-\1') AS to_on,
    regexp_replace(REC_STAMP, '^(\d\d)/(\d\d)/(\d{4}) (.*)$', '\3-\2-\1T\4') AS recorded_at
FROM iom
