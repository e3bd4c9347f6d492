-- Officers and staff.
SELECT
    COLLAR_NO AS officer_id,
    CASE RANK_CODE
        WHEN 'PC' THEN 'constable'
        WHEN 'PS' THEN 'sergeant'
        WHEN 'INSP' THEN 'inspector'
        WHEN 'CINSP' THEN 'chief_inspector'
        WHEN 'SUPT' THEN 'superintendent'
        WHEN 'CSUPT' THEN 'chief_superintendent'
        WHEN 'STAFF' THEN 'staff'
        ELSE RANK_CODE
    END AS rank,
    POST AS role,
    LPA AS area,
    regexp_replace(REC_STAMP, '^(\d\d)/(\d\d)/(\d{4}) (.*)$', '\3-\2-\1T\4') AS recorded_at
FROM staff
