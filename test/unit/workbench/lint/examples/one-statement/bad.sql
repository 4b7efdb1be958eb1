INSERT INTO latest_views (view_id, postcode)
SELECT view_id, postcode
FROM page_views;

INSERT INTO ordered_views (view_id)
SELECT view_id
FROM orders
