-- What is customers of shop_events for each shop in each window?
-- input:     shop_events (append)
-- output:    day_so_far_final (append): one row a window and shop, when the grace is over
-- window:    cumulating up to 1 day of event time, by 1 hour
-- watermark: the newest event time less watermark delay and grace, so a window closes when its grace ends
-- late rows: beyond the grace of 40 seconds they are not counted
-- state:     the measures of each window and group, until the window closes
INSERT INTO day_so_far_final (window_start, shop, window_end, customers, aggregate_interval, is_final)
SELECT
  window_start,
  shop,
  window_end,
  COUNT(DISTINCT customer) AS customers,
  'P1D' AS aggregate_interval,
  TRUE AS is_final
FROM TABLE(CUMULATE(
  DATA => TABLE shop_events,
  TIMECOL => DESCRIPTOR(occurred_at),
  STEP => INTERVAL '1' HOUR,
  SIZE => INTERVAL '1' DAY
))
WHERE COALESCE(window_time > CURRENT_WATERMARK(occurred_at), TRUE)
GROUP BY window_start, window_end, shop
