-- MAPPA management.
SELECT
    MAPPA_REF AS mappa_id,
    NOM_REF AS record_id,
    CATEGORY AS category,
    LEVEL AS level,
    regexp_replace(DATE_FROM, '^(\d\d)/(\d\d)/(\d{4})$', '\3-\2-\1') AS from_on,
    regexp_replace(DATE_TO, '^(\d\d)/(\d\d)/(\d{4})$', '\3-\2-\1') AS to_on,
    regexp_replace(REC_STAMP, '^(\d\d)/(\d\d)/(\d{4}) (.*)$', '\3-\2-\1T\4') AS recorded_at
FROM mappa
