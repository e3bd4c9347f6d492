-- Cases heard at a MARAC.
SELECT
    HEARING_REF AS hearing_id,
    NOM_REF AS record_id,
    VICTIM_NOM_REF AS victim_record_id,
    regexp_replace(HEARD, '^(\d\d)/(\d\d)/(\d{4})$', '\3-\2-\1') AS heard_on,
    regexp_replace(REC_STAMP, '^(\d\d)/(\d\d)/(\d{4}) (.*)$', '\3-\2-\1T\4') AS recorded_at
FROM marac
