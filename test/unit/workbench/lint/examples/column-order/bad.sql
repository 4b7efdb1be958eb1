INSERT INTO latest_views (view_id, postcode)
SELECT postcode, view_id
FROM page_views
