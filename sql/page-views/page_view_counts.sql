-- How many page views has each postcode had in each minute, as far as is known now?
-- input:     page_views (append)
-- output:    page_view_counts (upsert by window_start, postcode): provisional, corrected while the grace lasts
-- window:    tumbling, 1 minute of event time; grouped by its start alone, so that every row corrects the count at once
-- late rows: correct their window within the grace; beyond it they change nothing and go to page_views_late
-- state:     one count a window and postcode
-- @state_ttl 1 hour
INSERT INTO page_view_counts (window_start, postcode, window_end, page_view_count, aggregate_interval, is_final)
SELECT
  window_start,
  postcode,
  window_start + INTERVAL '1' MINUTE AS window_end,
  COUNT(*) AS page_view_count,
  'PT1M' AS aggregate_interval,
  FALSE AS is_final
FROM TABLE(TUMBLE(DATA => TABLE page_views, TIMECOL => DESCRIPTOR(viewed_at), SIZE => INTERVAL '1' MINUTE))
WHERE COALESCE(window_time > CURRENT_WATERMARK(viewed_at), TRUE)
GROUP BY window_start, postcode
