-- Other names that a nominal is known by.
SELECT
    ALIAS_REF AS alias_id,
    NOM_REF AS record_id,
    CASE NAME_TYPE
        WHEN 'A' THEN 'alias'
        WHEN 'F' THEN 'former'
        WHEN 'M' THEN 'maiden'
        WHEN 'N' THEN 'nickname'
        ELSE NAME_TYPE
    END AS kind,
    FORENAME_1 AS forename,
    SURNAME AS surname,
    regexp_replace(DOB, '^(\d\d)/(\d\d)/(\d{4})$', '\3-\2-\1') AS born_on,
    regexp_replace(REC_STAMP, '^(\d\d)/(\d\d)/(\d{4}) (.*)$', '\3-\2-\1T\4') AS recorded_at
FROM nominal_alias
