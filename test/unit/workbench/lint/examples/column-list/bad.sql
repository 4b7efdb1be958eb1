INSERT INTO latest_views
SELECT view_id, postcode
FROM page_views
