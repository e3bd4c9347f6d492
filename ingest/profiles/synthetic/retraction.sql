-- Records deleted from the system.
SELECT
    CASE FILE_NAME
        WHEN 'CRIME' THEN 'offence'
        WHEN 'NOMINAL_ADDRESS' THEN 'address'
        WHEN 'NOMINAL_ASSOC' THEN 'relationship'
        ELSE FILE_NAME
    END AS "table",
    concat_ws(';', REF_1, REF_2, REF_3) AS key,
    REASON AS reason,
    regexp_replace(REC_STAMP, '^(\d\d)/(\d\d)/(\d{4}) (.*)$', '\3-\2-\1T\4') AS recorded_at
FROM deletion
