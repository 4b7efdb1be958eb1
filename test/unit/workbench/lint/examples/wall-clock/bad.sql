INSERT INTO ordered_views (view_id, ordered_at)
SELECT view_id, CAST(CURRENT_TIMESTAMP AS TIMESTAMP(3)) AS ordered_at
FROM orders
