-- One row for each offence, with up to two suspects and the victim in columns.
SELECT DISTINCT
    "Susp1 Ref" AS record_id,
    "Susp1 Given name" AS forename,
    "Susp1 Family name" AS surname,
    coalesce(strftime(try_strptime("Susp1 D.O.B.", '%d.%m.%Y'), '%Y-%m-%d'), "Susp1 D.O.B.") AS born_on,
    CASE lower("Susp1 Gender")
        WHEN 'male' THEN 'M'
        ELSE "Susp1 Gender"
    END AS sex,
    coalesce(strftime(try_strptime("Amended", '%d.%m.%Y %H:%M'), '%Y-%m-%dT%H:%M:%S'), "Amended") AS recorded_at
FROM harbour_log
WHERE "Susp1 Ref" IS NOT NULL
UNION BY NAME
SELECT DISTINCT
    "Susp2 Ref" AS record_id,
    "Susp2 Given name" AS forename,
    "Susp2 Family name" AS surname,
    coalesce(strftime(try_strptime("Susp2 D.O.B.", '%d.%m.%Y'), '%Y-%m-%d'), "Susp2 D.O.B.") AS born_on,
    CASE lower("Susp2 Gender")
        WHEN 'male' THEN 'M'
        ELSE "Susp2 Gender"
    END AS sex,
    coalesce(strftime(try_strptime("Amended", '%d.%m.%Y %H:%M'), '%Y-%m-%dT%H:%M:%S'), "Amended") AS recorded_at
FROM harbour_log
WHERE "Susp2 Ref" IS NOT NULL
UNION BY NAME
SELECT DISTINCT
    -- Victims have no key: name and birth date together make one, so that one woman is one victim.
    CASE
        WHEN "Aggrieved D.O.B." IS NULL THEN "Occurrence" || '/victim'
        ELSE md5(lower(concat_ws('/', "Aggrieved Family name", "Aggrieved Given name", "Aggrieved D.O.B.")))
    END AS record_id,
    "Aggrieved Given name" AS forename,
    "Aggrieved Family name" AS surname,
    coalesce(strftime(try_strptime("Aggrieved D.O.B.", '%d.%m.%Y'), '%Y-%m-%d'), "Aggrieved D.O.B.") AS born_on,
    CASE lower("Aggrieved Gender")
        WHEN 'female' THEN 'F'
        ELSE "Aggrieved Gender"
    END AS sex,
    coalesce(strftime(try_strptime("Amended", '%d.%m.%Y %H:%M'), '%Y-%m-%dT%H:%M:%S'), "Amended") AS recorded_at
FROM harbour_log
WHERE "Aggrieved Given name" IS NOT NULL OR "Aggrieved Family name" IS NOT NULL OR "Aggrieved D.O.B." IS NOT NULL
