INSERT INTO view_counts (window_start, window_end, postcode, view_count)
SELECT
  window_start,
  window_end,
  postcode,
  COUNT(*) FILTER (WHERE sent_at > LOCALTIMESTAMP - INTERVAL '1' DAY) AS view_count
FROM TABLE(TUMBLE(DATA => TABLE page_views, TIMECOL => DESCRIPTOR(viewed_at), SIZE => INTERVAL '1' MINUTE))
GROUP BY window_start, window_end, postcode
