INSERT INTO latest_views (view_id, postcode)
SELECT UUID() AS view_id, postcode
FROM page_views
