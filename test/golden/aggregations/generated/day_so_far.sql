-- What is customers of shop_events for each shop in each window?
-- input:     shop_events (append)
-- output:    day_so_far (upsert by window_end, shop): provisional, corrected while the grace lasts
-- window:    cumulating up to 1 day of event time, by 1 hour; grouped by its end alone, so that every row corrects
--            the result at once
-- late rows: correct their window within the grace of 40 seconds; beyond it they are not counted
-- state:     the measures of each window and group, as long as the domain's state_ttl says after the last row
INSERT INTO day_so_far (window_start, shop, window_end, customers, aggregate_interval, is_final)
SELECT
  MIN(window_start) AS window_start,
  shop,
  window_end,
  COUNT(DISTINCT customer) AS customers,
  'P1D' AS aggregate_interval,
  FALSE AS is_final
FROM TABLE(CUMULATE(
  DATA => TABLE shop_events,
  TIMECOL => DESCRIPTOR(occurred_at),
  STEP => INTERVAL '1' HOUR,
  SIZE => INTERVAL '1' DAY
))
WHERE COALESCE(window_time > CURRENT_WATERMARK(occurred_at), TRUE)
GROUP BY window_end, shop
