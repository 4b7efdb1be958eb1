INSERT INTO latest_views (view_id, postcode)
SELECT view_id, UPPER(postcode) AS postcode
FROM page_views
