-- How many page views did each postcode have in each minute, once no row can change the number any more?
-- input:     page_views (append)
-- output:    page_view_counts_final (append): one row a window and postcode, when the grace is over
-- window:    tumbling, 1 minute of event time
-- watermark: the newest event time less watermark delay and grace, so the window closes when its grace ends
-- late rows: those beyond the grace are not counted and go to page_views_late
-- state:     one count a window and postcode until the window closes
INSERT INTO page_view_counts_final (window_start, postcode, window_end, page_view_count, aggregate_interval, is_final)
SELECT
  window_start,
  postcode,
  window_end,
  COUNT(*) AS page_view_count,
  'PT1M' AS aggregate_interval,
  TRUE AS is_final
FROM TABLE(TUMBLE(DATA => TABLE page_views, TIMECOL => DESCRIPTOR(viewed_at), SIZE => INTERVAL '1' MINUTE))
WHERE COALESCE(window_time > CURRENT_WATERMARK(viewed_at), TRUE)
GROUP BY window_start, window_end, postcode
