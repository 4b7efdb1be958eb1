INSERT INTO latest_views (view_id, postcode)
SELECT view_id, postcode
FROM page_views /*+ OPTIONS('scan.startup.mode' = 'latest-offset') */
