-- One row for each offence, with up to two suspects and the victim in columns.
SELECT DISTINCT
    "Occurrence" AS offence_id,
    "Susp1 Ref" AS record_id,
    'suspect' AS role,
    CASE lower("Susp1 Result")
        WHEN 'charged' THEN 'charged'
        WHEN 'named' THEN 'named'
        WHEN 'nfa' THEN 'no_further_action'
        WHEN 'u/i' THEN NULL -- under investigation: none of the contract's
        ELSE "Susp1 Result"
    END AS status,
    coalesce(strftime(try_strptime("Amended", '%d.%m.%Y %H:%M'), '%Y-%m-%dT%H:%M:%S'), "Amended") AS recorded_at
FROM harbour_log
WHERE "Susp1 Ref" IS NOT NULL
UNION BY NAME
SELECT DISTINCT
    "Occurrence" AS offence_id,
    "Susp2 Ref" AS record_id,
    'suspect' AS role,
    CASE lower("Susp2 Result")
        WHEN 'named' THEN 'named'
        WHEN 'nfa' THEN 'no_further_action'
        WHEN 'charged' THEN 'charged'
        WHEN 'u/i' THEN NULL
        ELSE "Susp2 Result"
    END AS status,
    coalesce(strftime(try_strptime("Amended", '%d.%m.%Y %H:%M'), '%Y-%m-%dT%H:%M:%S'), "Amended") AS recorded_at
FROM harbour_log
WHERE "Susp2 Ref" IS NOT NULL
UNION BY NAME
SELECT DISTINCT
    "Occurrence" AS offence_id,
    -- Victims have no key: name and birth date together make one, so that one woman is one victim.
    CASE
        WHEN "Aggrieved D.O.B." IS NULL THEN "Occurrence" || '/victim'
        ELSE md5(lower(concat_ws('/', "Aggrieved Family name", "Aggrieved Given name", "Aggrieved D.O.B.")))
    END AS record_id,
    'victim' AS role,
    coalesce(strftime(try_strptime("Amended", '%d.%m.%Y %H:%M'), '%Y-%m-%dT%H:%M:%S'), "Amended") AS recorded_at
FROM harbour_log
WHERE "Aggrieved Given name" IS NOT NULL OR "Aggrieved Family name" IS NOT NULL OR "Aggrieved D.O.B." IS NOT NULL
