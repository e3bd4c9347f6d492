-- One link of the file is one suspect in one crime. What became of it is not in the file.
SELECT
    'crime-' || "crimeID" AS offence_id,
    'offender-' || "offenderID" AS record_id,
    'suspect' AS role,
    'named' AS status,
    -- No date is in the file: the year of its licence is a constant stand-in.
    '2022-01-01T00:00:00' AS recorded_at
FROM roxan_burglary_dataset_v2_offenders_per_crime
