-- The share of all harm that the most harmful share carries: some two hundred points, more at the start.

SELECT place / total, share FROM (
    SELECT row_number() OVER w AS place, count(*) OVER () AS total,
        sum(days) OVER w / sum(days) OVER () AS share
    FROM carried WHERE of = $of WINDOW w AS (ORDER BY days DESC ROWS UNBOUNDED PRECEDING))
WHERE place = total OR place % greatest(1, total // 200) = 0
    OR (place <= total // 20 AND place % greatest(1, total // 2000) = 0)
ORDER BY place
