-- Answers of victims to the satisfaction survey.
SELECT
    SURVEY_REF AS survey_id,
    NOM_REF AS record_id,
    CRIME_REF AS offence_id,
    regexp_replace(SURVEY_DATE, '^(\d\d)/(\d\d)/(\d{4})$', '\3-\2-\1') AS "on",
    CASE SATISFIED WHEN 'Y' THEN 'true' WHEN 'N' THEN 'false' ELSE SATISFIED END AS satisfied,
    regexp_replace(REC_STAMP, '^(\d\d)/(\d\d)/(\d{4}) (.*)$', '\3-\2-\1T\4') AS recorded_at
FROM victim_survey
