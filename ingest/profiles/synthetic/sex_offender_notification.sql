-- Notification requirements after a conviction.
SELECT
    NOTIF_REF AS notification_id,
    NOM_REF AS record_id,
    regexp_replace(DATE_FROM, '^(\d\d)/(\d\d)/(\d{4})$', '\3-\2-\1') AS from_on,
    regexp_replace(DATE_TO, '^(\d\d)/(\d\d)/(\d{4})$', '\3-\2-\1') AS to_on,
    regexp_replace(REC_STAMP, '^(\d\d)/(\d\d)/(\d{4}) (.*)$', '\3-\2-\1T\4') AS recorded_at
FROM so_notification
