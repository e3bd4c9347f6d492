-- The nominal index: one row per version of a nominal.
SELECT
    NOM_REF AS record_id,
    LPA AS area,
    FORENAME_1 AS forename,
    FORENAME_2 AS middle_names,
    SURNAME AS surname,
    regexp_replace(DOB, '^(\d\d)/(\d\d)/(\d{4})$', '\3-\2-\1') AS born_on,
    CASE DOB_EST
        WHEN 'Y' THEN 'true'
        WHEN 'N' THEN 'false'
        ELSE DOB_EST
    END AS born_on_estimated,
    AGE_REC AS age_years,
    regexp_replace(AGE_REC_DATE, '^(\d\d)/(\d\d)/(\d{4})$', '\3-\2-\1') AS age_on,
    regexp_replace(DOD, '^(\d\d)/(\d\d)/(\d{4})$', '\3-\2-\1') AS died_on,
    CASE SEX
        WHEN 'MALE' THEN 'M'
        WHEN 'FEMALE' THEN 'F'
        WHEN 'UNKNOWN' THEN 'U'
        ELSE SEX
    END AS sex,
    PNCID AS pnc_id,
    CRO AS cro_number,
    ADDR AS address,
    PCODE AS postcode,
    TEL AS phone,
    EMAIL AS email,
    OCCUPATION AS occupation,
    POB AS birth_place,
    SELF_ETH AS ethnicity_self,
    IC_CODE AS ethnicity_officer,
    regexp_replace(REC_STAMP, '^(\d\d)/(\d\d)/(\d{4}) (.*)$', '\3-\2-\1T\4') AS recorded_at
FROM nominal
