-- Referrals to programmes.
SELECT
    REFERRAL_REF AS referral_id,
    NOM_REF AS record_id,
    PROGRAMME AS programme,
    regexp_replace(REFERRED, '^(\d\d)/(\d\d)/(\d{4})$', '\3-\2-\1') AS referred_on,
    REFERRED_BY AS referred_by,
    lower(replace(STAGE, ' ', '_')) AS state,
    regexp_replace(STAGE_DATE, '^(\d\d)/(\d\d)/(\d{4})$', '\3-\2-\1') AS state_on,
    REASON AS reason,
    regexp_replace(REC_STAMP, '^(\d\d)/(\d\d)/(\d{4}) (.*)$', '\3-\2-\1T\4') AS recorded_at
FROM programme_referral
