-- One offence for each crime. When and where are not in the file.
SELECT DISTINCT
    'crime-' || "crimeID" AS offence_id,
    'crime' AS record_type,
    'burglary' AS code,
    'roxanne-burglary' AS code_system,
    'Burglary' AS title,
    -- No date is in the file: the year of its licence is a constant stand-in.
    '2022-01-01T00:00:00' AS recorded_at
FROM roxan_burglary_dataset_v2_offenders_per_crime
