-- Whom an order protects.
SELECT
    ORD_REF AS order_id,
    NOM_REF AS record_id,
    regexp_replace(REC_STAMP, '^(\d\d)/(\d\d)/(\d{4}) (.*)$', '\3-\2-\1T\4') AS recorded_at
FROM civil_order_protected
