-- One row for each offence, with up to two suspects and the victim in columns.
SELECT
    "Occurrence" AS offence_id,
    "Class code" AS code,
    'HO' AS code_system,
    "Crime Classification" AS title,
    coalesce(strftime(try_strptime("Earliest", '%d.%m.%Y'), '%Y-%m-%d'), "Earliest") AS from_on,
    coalesce(strftime(try_strptime("Latest", '%d.%m.%Y'), '%Y-%m-%d'), "Latest") AS to_on,
    "Division" AS area,
    CASE "DV?" WHEN 'Ja' THEN 'true' WHEN 'Nein' THEN 'false' ELSE "DV?" END AS is_domestic,
    coalesce(strftime(try_strptime("Amended", '%d.%m.%Y %H:%M'), '%Y-%m-%dT%H:%M:%S'), "Amended") AS recorded_at
FROM harbour_log
