-- @state_ttl 1 hour
INSERT INTO live_view_counts (window_start, postcode, view_count)
SELECT window_start, postcode, COUNT(*) AS view_count
FROM TABLE(TUMBLE(DATA => TABLE page_views, TIMECOL => DESCRIPTOR(viewed_at), SIZE => INTERVAL '1' MINUTE))
GROUP BY window_start, postcode
