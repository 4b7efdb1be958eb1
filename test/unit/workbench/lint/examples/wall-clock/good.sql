INSERT INTO ordered_views (view_id, ordered_at)
SELECT view_id, ordered_at
FROM orders
