INSERT INTO view_counts (window_start, window_end, postcode, view_count)
SELECT
  TUMBLE_START(viewed_at, INTERVAL '1' MINUTE) AS window_start,
  TUMBLE_END(viewed_at, INTERVAL '1' MINUTE) AS window_end,
  postcode,
  COUNT(*) AS view_count
FROM page_views
GROUP BY TUMBLE(viewed_at, INTERVAL '1' MINUTE), postcode
