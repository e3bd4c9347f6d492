-- What the figures are measured on. `told`: each reported act with its true people and days of harm.
-- `da`: those of domestic abuse (personally connected, both 16 or over). True people stand in for records,
-- as the studies link people by hand.

CREATE TABLE told AS
SELECT t.offence_id AS ref, t.suspect, t.victim, t.setting, t.counter_to,
    CAST(t.reported_on AS DATE) AS reported_on, c.HO_CODE IS NOT NULL AS is_crime,
    replace(c.HO_CODE, '/', '') AS code, coalesce(h.days, 0) AS days,
    s.sex AS suspect_sex, v.sex AS victim_sex, coalesce(s.theme, v.theme) AS theme,
    least(date_diff('year', CAST(s.born_on AS DATE), CAST(t.happened_on AS DATE)),
          date_diff('year', CAST(v.born_on AS DATE), CAST(t.happened_on AS DATE))) AS youngest
FROM offences AS t
JOIN raw_CRIME AS c ON c.CRIME_REF = t.offence_id
LEFT JOIN persons AS s ON s.cluster = t.suspect
LEFT JOIN persons AS v ON v.cluster = t.victim
LEFT JOIN harm AS h ON h.code = replace(c.HO_CODE, '/', '')
WHERE t.offence_id NOT IN (SELECT REF_1 FROM raw_DELETION WHERE FILE_NAME = 'CRIME');

CREATE VIEW da AS SELECT * FROM told
WHERE setting IN ('partner', 'ex_partner', 'family') AND suspect IS NOT NULL AND victim IS NOT NULL
AND youngest >= 16;

CREATE VIEW couple AS
SELECT (least(suspect, victim), greatest(suspect, victim)) AS pair, sum(days) AS days,
    count(DISTINCT reported_on) AS reports
FROM da WHERE setting IN ('partner', 'ex_partner') GROUP BY pair;

CREATE VIEW closed AS
SELECT substr(o.OUTCOME_TYPE, 6) AS type, t.code, t.ref IN (SELECT ref FROM da) AS domestic,
    CAST(strptime(o.OUTCOME_DATE, '%d/%m/%Y') AS DATE) AS decided_on, f.recorded_on
FROM told AS t JOIN raw_CRIME_OUTCOME AS o ON o.CRIME_REF = t.ref
JOIN (SELECT CRIME_REF, CAST(min(strptime(REC_STAMP, '%d/%m/%Y %H:%M:%S')) AS DATE) AS recorded_on
      FROM all_CRIME GROUP BY CRIME_REF) AS f ON f.CRIME_REF = t.ref
WHERE o.OUTCOME_TYPE LIKE 'TYPE %';

CREATE VIEW suspect AS SELECT suspect, sum(days) AS days FROM da WHERE setting != 'family' GROUP BY suspect;

CREATE VIEW carried AS
SELECT 'couple' AS of, days FROM couple UNION ALL SELECT 'suspect', days FROM suspect;

CREATE VIEW custody AS SELECT CRIME_REF AS ref, EVENT AS event FROM raw_CUSTODY;

CREATE VIEW verdict AS
SELECT CRIME_REF AS ref, SUSP_STATUS AS status FROM raw_CRIME_NOMINAL_LINK
WHERE SUSP_STATUS IN ('CONVICTED', 'NOT GUILTY', 'DISCONTINUED');

CREATE VIEW orders AS SELECT ORD_TYPE AS type, STATUS AS status, DATE_MADE AS made FROM raw_CIVIL_ORDER;

CREATE VIEW marac AS
SELECT s.cluster AS suspect, v.cluster AS victim, CAST(strptime(HEARD, '%d/%m/%Y') AS DATE) AS heard
FROM raw_MARAC JOIN people AS s ON s.record_id = NOM_REF JOIN people AS v ON v.record_id = VICTIM_NOM_REF;

CREATE VIEW nominal AS
SELECT NOM_REF AS ref, cluster AS person, SURNAME AS surname, SELF_ETH AS ethnicity
FROM raw_NOMINAL JOIN people ON record_id = NOM_REF;
