-- Addresses linked to a nominal, with the reason of the link.
SELECT
    ADDR_REF AS address_id,
    NOM_REF AS record_id,
    CASE LINK_REASON
        WHEN 'HOME ADDRESS' THEN 'home'
        WHEN 'WORK ADDRESS' THEN 'work'
        WHEN 'OTHER ADDRESS' THEN 'other'
        ELSE LINK_REASON
    END AS kind,
    ADDR AS address,
    PCODE AS postcode,
    LPA AS area,
    regexp_replace(DATE_FROM, '^(\d\d)/(\d\d)/(\d{4})$', '\3-\2-\1') AS from_on,
    regexp_replace(DATE_TO, '^(\d\d)/(\d\d)/(\d{4})$', '\3-\2-\1') AS to_on,
    regexp_replace(REC_STAMP, '^(\d\d)/(\d\d)/(\d{4}) (.*)$', '\3-\2-\1T\4') AS recorded_at
FROM nominal_address
