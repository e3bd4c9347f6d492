-- Civil and court orders, one row per state.
SELECT
    ORD_REF AS order_id,
    CASE ORD_TYPE
        WHEN 'SPO' THEN 'spo'
        WHEN 'INTERIM SPO' THEN 'interim_spo'
        WHEN 'DVPN' THEN 'dvpn'
        WHEN 'DVPO' THEN 'dvpo'
        WHEN 'NON-MOLESTATION' THEN 'nmo'
        WHEN 'RESTRAINING ORDER' THEN 'restraining_order'
        WHEN 'SHPO' THEN 'shpo'
        WHEN 'SRO' THEN 'sro'
        WHEN 'INTERIM SRO' THEN 'interim_sro'
        WHEN 'FORCED MARRIAGE PO' THEN 'fmpo'
        WHEN 'FGM PO' THEN 'fgmpo'
        WHEN 'DAPO' THEN 'dapo'
        WHEN 'CRIMINAL BEHAVIOUR ORDER' THEN 'cbo'
        WHEN 'ASB INJUNCTION' THEN 'asb_injunction'
        ELSE ORD_TYPE
    END AS kind,
    lower(STATUS) AS state,
    NOM_REF AS respondent_record_id,
    CRIME_REF AS offence_id,
    COURT AS court,
    LPA AS area,
    PRIOR_ORD_REF AS follows_order_id,
    regexp_replace(DATE_MADE, '^(\d\d)/(\d\d)/(\d{4})$', '\3-\2-\1') AS made_on,
    regexp_replace(DATE_FROM, '^(\d\d)/(\d\d)/(\d{4})$', '\3-\2-\1') AS from_on,
    regexp_replace(DATE_TO, '^(\d\d)/(\d\d)/(\d{4})$', '\3-\2-\1') AS to_on,
    regexp_replace(REC_STAMP, '^(\d\d)/(\d\d)/(\d{4}) (.*)$', '\3-\2-\1T\4') AS recorded_at
FROM civil_order
