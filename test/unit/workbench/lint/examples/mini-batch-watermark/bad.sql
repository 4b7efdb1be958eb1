-- @state_ttl 1 hour
-- @mini_batch 1 minute
INSERT INTO live_view_counts (window_start, postcode, view_count)
SELECT FLOOR(viewed_at TO MINUTE) AS window_start, postcode, COUNT(*) AS view_count
FROM page_views
WHERE COALESCE(FLOOR(viewed_at TO MINUTE) + INTERVAL '1' MINUTE > CURRENT_WATERMARK(viewed_at), TRUE)
GROUP BY FLOOR(viewed_at TO MINUTE), postcode
