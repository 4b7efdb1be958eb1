INSERT INTO latest_views (view_id, postcode)
SELECT view_id, postcode
FROM TABLE(TUMBLE(DATA => TABLE page_views, TIMECOL => DESCRIPTOR(viewed_at), SIZE => INTERVAL '1' MINUTE))
WHERE window_time <= CURRENT_WATERMARK(viewed_at)
