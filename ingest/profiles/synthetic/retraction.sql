-- Records deleted from the system.
SELECT
    CASE FILE_NAME
        WHEN 'CRIME' THEN 'offence'
        WHEN 'NOMINAL_ADDRESS' THEN 'address'
        WHEN 'NOMINAL_ASSOC' THEN 'relationship'
        WHEN 'CRIME_NOMINAL_LINK' THEN 'involvement'
        ELSE FILE_NAME
    END AS "table",
    concat_ws(
        ';',
        REF_1,
        REF_2,
        CASE REF_3 WHEN 'SUSP' THEN 'suspect' WHEN 'VIC' THEN 'victim' WHEN 'WIT' THEN 'witness' END
    ) AS key,
    REASON AS reason,
    regexp_replace(REC_STAMP, '^(\d\d)/(\d\d)/(\d{4}) (.*)$', '\3-\2-\1T\4') AS recorded_at
FROM deletion
