SELECT DISTINCT
    "Division" AS area_id,
    "Division" AS name,
    min(coalesce(strftime(try_strptime("Amended", '%d.%m.%Y %H:%M'), '%Y-%m-%dT%H:%M:%S'), "Amended")) OVER (PARTITION BY "Division") AS recorded_at
FROM harbour_log
WHERE "Division" IS NOT NULL
