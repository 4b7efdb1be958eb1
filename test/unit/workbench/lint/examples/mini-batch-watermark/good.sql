-- @state_ttl 1 hour
-- @mini_batch 1 minute
INSERT INTO live_view_counts (window_start, postcode, view_count)
SELECT window_start, postcode, COUNT(*) AS view_count
FROM TABLE(TUMBLE(DATA => TABLE page_views, TIMECOL => DESCRIPTOR(viewed_at), SIZE => INTERVAL '1' MINUTE))
WHERE COALESCE(window_time > CURRENT_WATERMARK(viewed_at), TRUE)
GROUP BY window_start, postcode
