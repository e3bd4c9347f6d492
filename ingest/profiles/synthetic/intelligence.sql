-- Intelligence logs, graded 3x5x2.
SELECT
    LOG_REF AS log_id,
    NOM_REF AS record_id,
    SOURCE_EVAL AS source_evaluation,
    INFO_ASSESS AS information_assessment,
    HANDLING AS handling,
    regexp_replace(LOG_DATE, '^(\d\d)/(\d\d)/(\d{4})$', '\3-\2-\1') AS "on",
    TITLE AS title,
    regexp_replace(REC_STAMP, '^(\d\d)/(\d\d)/(\d{4}) (.*)$', '\3-\2-\1T\4') AS recorded_at
FROM intel_log
