-- The domestic violence disclosure scheme.
SELECT
    DVDS_REF AS disclosure_id,
    lower(replace(ROUTE, ' ', '_')) AS route,
    SUBJECT_NOM_REF AS subject_record_id,
    AT_RISK_NOM_REF AS person_at_risk_record_id,
    regexp_replace(RECEIVED_AT, '^(\d\d)/(\d\d)/(\d{4}) (.*)$', '\3-\2-\1T\4') AS received_at,
    lower(replace(STAGE, ' ', '_')) AS state,
    regexp_replace(STAGE_AT, '^(\d\d)/(\d\d)/(\d{4}) (.*)$', '\3-\2-\1T\4') AS state_at,
    regexp_replace(REC_STAMP, '^(\d\d)/(\d\d)/(\d{4}) (.*)$', '\3-\2-\1T\4') AS recorded_at
FROM dvds
