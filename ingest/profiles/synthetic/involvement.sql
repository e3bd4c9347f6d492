-- Who stands in which crime; a suspect's status changes from version to version.
SELECT
    CRIME_REF AS offence_id,
    NOM_REF AS record_id,
    CASE LINK_TYPE
        WHEN 'SUSP' THEN 'suspect'
        WHEN 'VIC' THEN 'victim'
        WHEN 'WIT' THEN 'witness'
        ELSE LINK_TYPE
    END AS role,
    CASE SUSP_STATUS
        WHEN 'NAMED SUSPECT' THEN 'named'
        WHEN 'ARRESTED' THEN 'arrested'
        WHEN 'CHARGED' THEN 'charged'
        WHEN 'CONVICTED' THEN 'convicted'
        WHEN 'NOT GUILTY' THEN 'acquitted'
        WHEN 'DISCONTINUED' THEN 'discontinued'
        WHEN 'NFA' THEN 'no_further_action'
        ELSE SUSP_STATUS
    END AS status,
    regexp_replace(STATUS_DATE, '^(\d\d)/(\d\d)/(\d{4})$', '\3-\2-\1') AS status_on,
    regexp_replace(REC_STAMP, '^(\d\d)/(\d\d)/(\d{4}) (.*)$', '\3-\2-\1T\4') AS recorded_at
FROM crime_nominal_link
