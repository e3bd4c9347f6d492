-- One figure a statement; the name stands above it. `views.sql` says what they are measured on.

-- couples_for_80
SELECT min(place) / max(total) FROM (
    SELECT row_number() OVER w AS place, count(*) OVER () AS total,
        sum(days) OVER w / sum(days) OVER () AS share
    FROM couple WINDOW w AS (ORDER BY days DESC, pair))
WHERE share >= 0.8 OR place = total;

-- suspects_for_90
SELECT min(place) / max(total) FROM (
    SELECT row_number() OVER w AS place, count(*) OVER () AS total,
        sum(days) OVER w / sum(days) OVER () AS share
    FROM suspect
    WINDOW w AS (ORDER BY days DESC, suspect))
WHERE share >= 0.9 OR place = total;

-- often_for_85
SELECT min(place) / max(total) FROM (
    SELECT row_number() OVER w AS place, count(*) OVER () AS total,
        sum(days) OVER w / sum(days) OVER () AS share
    FROM couple WHERE reports >= 4 WINDOW w AS (ORDER BY days DESC, pair))
WHERE share >= 0.85 OR place = total;

-- couples_once
SELECT avg(CAST(reports = 1 AS INT)) FROM couple;

-- suspects_once
SELECT avg(CAST(again = 0 AS INT)) FROM (
    SELECT count(*) FILTER (WHERE d.reported_on > f.first_on AND d.reported_on <= f.first_on + 731) AS again
    FROM (SELECT suspect, min(reported_on) AS first_on FROM da GROUP BY suspect) AS f
    JOIN da AS d USING (suspect)
    WHERE f.first_on <= (SELECT max(reported_on) FROM da) - 731 AND (d.is_crime OR d.reported_on = f.first_on)
    GROUP BY suspect);

-- serial_suspects
SELECT avg(CAST(victims > 1 AS INT)) FROM (SELECT count(DISTINCT victim) AS victims FROM da GROUP BY suspect);

-- crimed
SELECT avg(CAST(is_crime AS INT)) FROM da;

-- female_victims
SELECT avg(CAST(victim_sex = 'F' AS INT)) FROM da WHERE is_crime;

-- male_suspects
SELECT avg(CAST(suspect_sex = 'M' AS INT)) FROM da WHERE is_crime;

-- partners_share
SELECT avg(CAST(setting != 'family' AS INT)) FROM da WHERE is_crime;

-- domestic_16
SELECT avg(CAST(type = '16' AS INT)) FROM closed WHERE domestic;

-- domestic_15
SELECT avg(CAST(type = '15' AS INT)) FROM closed WHERE domestic;

-- domestic_charged
SELECT avg(CAST(type IN ('1', '1A') AS INT)) FROM closed WHERE domestic;

-- domestic_22
SELECT avg(CAST(type = '22' AS INT)) FROM closed WHERE domestic;

-- stalking_charged
SELECT avg(CAST(type IN ('1', '1A') AS INT)) FROM closed WHERE code IN ('19512', '00865', '00866');

-- stalking_15
SELECT avg(CAST(type = '15' AS INT)) FROM closed WHERE code IN ('19512', '00865', '00866');

-- stalking_16
SELECT avg(CAST(type IN ('14', '16') AS INT)) FROM closed WHERE code IN ('19512', '00865', '00866');

-- coercive_charged
SELECT avg(CAST(type IN ('1', '1A') AS INT)) FROM closed WHERE code = '00867';

-- rape_charged
SELECT avg(CAST(type IN ('1', '1A') AS INT)) FROM closed WHERE code IN ('01908', '01910');

-- rape_16
SELECT avg(CAST(type IN ('14', '16') AS INT)) FROM closed WHERE code IN ('01908', '01910');

-- rape_days
SELECT median(decided_on - recorded_on) FROM closed WHERE type IN ('1', '1A') AND code IN ('01908', '01910');

-- arrests
SELECT 100.0 * (SELECT count(*) FROM custody SEMI JOIN (SELECT ref FROM da WHERE is_crime) USING (ref)
    WHERE event = 'ARRESTED') / (SELECT count(*) FROM da WHERE is_crime);

-- convicted
SELECT avg(CAST(status = 'CONVICTED' AS INT)) FROM verdict SEMI JOIN da USING (ref);

-- spo
SELECT 100.0 * (SELECT count(*) FROM orders WHERE type = 'SPO' AND status != 'PROPOSED')
    / (SELECT count(*) FROM told WHERE code IN ('19512', '00865', '00866'));

-- spo_granted
SELECT avg(CAST(made IS NOT NULL AS INT)) FROM orders
WHERE type = 'SPO' AND (made IS NOT NULL OR status IN ('REFUSED', 'WITHDRAWN'));

-- dvpo
SELECT 100.0 * (SELECT count(*) FROM orders WHERE type = 'DVPO' AND made IS NOT NULL)
    / (SELECT count(*) FROM da WHERE is_crime);

-- marac_repeat
SELECT avg(CAST(coalesce(heard - before <= 365, false) AS INT)) FROM (
    SELECT heard, lag(heard) OVER (PARTITION BY suspect, victim ORDER BY heard) AS before FROM marac);

-- stalked_by_ex
SELECT avg(CAST(setting IN ('partner', 'ex_partner') AS INT)) FROM told
WHERE code IN ('19512', '00865', '00866') AND suspect IS NOT NULL;

-- dual_reports
SELECT avg(CAST(answered AS INT)) FROM (
    SELECT d.ref IN (SELECT counter_to FROM told WHERE counter_to IS NOT NULL) AS answered
    FROM da AS d WHERE counter_to IS NULL AND code IN ('10501', '00806', '00801', '00877'));

-- honour
SELECT 100.0 * (SELECT count(*) FROM told WHERE theme = 'honour' AND code IS NOT NULL)
    / (SELECT count(*) FROM da WHERE is_crime);

-- surnames_differ
SELECT avg(CAST(a.surname != b.surname AS INT)) FROM nominal AS a JOIN nominal AS b
    ON a.person = b.person AND a.ref < b.ref;

-- white
SELECT avg(CAST(ethnicity LIKE 'W%' AS INT)) FROM nominal WHERE ethnicity IS NOT NULL AND ethnicity != 'NS';
