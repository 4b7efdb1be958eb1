INSERT INTO ordered_views (view_id, ordered_at)
SELECT v.view_id, o.ordered_at
FROM page_views AS v
JOIN orders AS o ON o.view_id = v.view_id
