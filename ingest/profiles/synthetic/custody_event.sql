-- Custody: arrest to sentence, release and licence.
SELECT
    CUST_REF AS event_id,
    NOM_REF AS record_id,
    lower(replace(EVENT, ' ', '_')) AS kind,
    regexp_replace(EVENT_AT, '^(\d\d)/(\d\d)/(\d{4}) (.*)$', '\3-\2-\1T\4') AS at,
    regexp_replace(UNTIL, '^(\d\d)/(\d\d)/(\d{4})$', '\3-\2-\1') AS until_on,
    CRIME_REF AS offence_id,
    lower(replace(DISPOSAL, ' ', '_')) AS sentence_kind,
    DISPOSAL_DAYS AS sentence_days,
    regexp_replace(REC_STAMP, '^(\d\d)/(\d\d)/(\d{4}) (.*)$', '\3-\2-\1T\4') AS recorded_at
FROM custody
