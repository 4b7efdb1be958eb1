INSERT INTO latest_views (view_id, postcode)
SELECT view_id, postcode
FROM page_views
WHERE viewed_at <= CURRENT_WATERMARK(viewed_at)
