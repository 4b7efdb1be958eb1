INSERT INTO view_counts (window_start, window_end, postcode, view_count)
SELECT window_start, window_end, postcode, COUNT(*) AS view_count
FROM TABLE(TUMBLE(DATA => TABLE page_views, TIMECOL => DESCRIPTOR(viewed_at), SIZE => INTERVAL '1' MINUTE))
GROUP BY window_start, window_end, postcode
