-- The terms of an order.
SELECT
    TERM_REF AS condition_id,
    ORD_REF AS order_id,
    lower(replace(TERM_TYPE, ' ', '_')) AS kind,
    TERM_TEXT AS text,
    regexp_replace(REC_STAMP, '^(\d\d)/(\d\d)/(\d{4}) (.*)$', '\3-\2-\1T\4') AS recorded_at
FROM civil_order_term
