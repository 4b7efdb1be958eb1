INSERT INTO latest_views (view_id, postcode)
WITH named AS (SELECT * FROM page_views)
SELECT view_id, postcode
FROM named
