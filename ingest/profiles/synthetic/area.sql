-- Local policing areas.
SELECT
    LPA_CODE AS area_id,
    LPA_NAME AS name,
    FORCE_NAME AS force,
    FORCE_CODE AS force_code,
    regexp_replace(REC_STAMP, '^(\d\d)/(\d\d)/(\d{4}) (.*)$', '\3-\2-\1T\4') AS recorded_at
FROM lpa
