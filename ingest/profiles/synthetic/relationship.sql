-- Associations: NOM_REF is RELATION of ASSOC_NOM_REF.
SELECT
    ASSOC_REF AS relationship_id,
    NOM_REF AS record_id,
    ASSOC_NOM_REF AS other_record_id,
    CASE RELATION
        WHEN 'HUSBAND/WIFE' THEN 'spouse'
        WHEN 'CIVIL PARTNER' THEN 'civil_partner'
        WHEN 'PARTNER' THEN 'partner'
        WHEN 'EX HUSBAND/WIFE' THEN 'ex_spouse'
        WHEN 'EX CIVIL PARTNER' THEN 'ex_civil_partner'
        WHEN 'EX PARTNER' THEN 'ex_partner'
        WHEN 'PARENT OF' THEN 'parent'
        WHEN 'BROTHER/SISTER' THEN 'sibling'
        WHEN 'OTHER RELATIVE' THEN 'other_family'
        WHEN 'FRIEND' THEN 'friend'
        WHEN 'ACQUAINTANCE' THEN 'acquaintance'
        WHEN 'COLLEAGUE' THEN 'colleague'
        WHEN 'NEIGHBOUR' THEN 'neighbour'
        WHEN 'SHARED PARENTAL RESP' THEN 'shares_parental_responsibility'
        ELSE RELATION
    END AS kind,
    regexp_replace(DATE_FROM, '^(\d\d)/(\d\d)/(\d{4})$', '\3-\2-\1') AS from_on,
    regexp_replace(DATE_TO, '^(\d\d)/(\d\d)/(\d{4})$', '\3-\2-\1') AS to_on,
    regexp_replace(REC_STAMP, '^(\d\d)/(\d\d)/(\d{4}) (.*)$', '\3-\2-\1T\4') AS recorded_at
FROM nominal_assoc
