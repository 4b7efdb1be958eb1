INSERT INTO latest_views (view_id, postcode)
SELECT MD5(view_id || webpage) AS view_id, postcode
FROM page_views
