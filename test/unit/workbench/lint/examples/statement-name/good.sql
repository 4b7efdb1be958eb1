INSERT INTO ordered_views (view_id)
SELECT view_id
FROM orders
