INSERT INTO latest_views (view_id, postcode)
SELECT view_id, postcode
FROM page_views
