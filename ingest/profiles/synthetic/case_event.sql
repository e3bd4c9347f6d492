-- Entries of the crime's log that mark a step.
SELECT
    LOG_REF AS event_id,
    CRIME_REF AS offence_id,
    lower(replace(ENTRY_TYPE, ' ', '_')) AS kind,
    regexp_replace(ENTRY_AT, '^(\d\d)/(\d\d)/(\d{4}) (.*)$', '\3-\2-\1T\4') AS at,
    COLLAR_NO AS by,
    NOTE_CODE AS note_code,
    regexp_replace(REC_STAMP, '^(\d\d)/(\d\d)/(\d{4}) (.*)$', '\3-\2-\1T\4') AS recorded_at
FROM crime_log
