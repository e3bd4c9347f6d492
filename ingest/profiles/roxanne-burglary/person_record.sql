-- One record for each offender. The file says nothing of anyone but a number.
SELECT DISTINCT
    'offender-' || "offenderID" AS record_id,
    -- No date is in the file: the year of its licence is a constant stand-in.
    '2022-01-01T00:00:00' AS recorded_at
FROM roxan_burglary_dataset_v2_offenders_per_crime
