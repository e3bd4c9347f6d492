-- What happened in the life of an order.
SELECT
    EVENT_REF AS event_id,
    ORD_REF AS order_id,
    lower(replace(EVENT, ' ', '_')) AS kind,
    regexp_replace(EVENT_AT, '^(\d\d)/(\d\d)/(\d{4}) (.*)$', '\3-\2-\1T\4') AS at,
    COLLAR_NO AS by,
    CRIME_REF AS offence_id,
    regexp_replace(REC_STAMP, '^(\d\d)/(\d\d)/(\d{4}) (.*)$', '\3-\2-\1T\4') AS recorded_at
FROM civil_order_event
