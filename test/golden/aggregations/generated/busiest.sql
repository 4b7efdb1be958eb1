-- What is event_count of shop_events for each shop in each window?
-- input:     shop_events (append)
-- output:    busiest (upsert by window_end, rank_number): provisional, corrected while the grace lasts
-- window:    cumulating up to 4 minutes of event time, by 2 minutes; grouped by its end alone, so that every row
--            corrects the result at once
-- late rows: correct their window within the grace of 40 seconds; beyond it they are not counted
-- state:     the measures of each window and group, and the order of the groups, as long as the domain's state_ttl
--            says after the last row
INSERT INTO busiest (window_start, shop, rank_number, window_end, event_count, aggregate_interval, is_final)
WITH measured AS (
  SELECT
    MIN(window_start) AS window_start,
    shop,
    window_end,
    COUNT(*) AS event_count
  FROM TABLE(CUMULATE(
    DATA => TABLE shop_events,
    TIMECOL => DESCRIPTOR(occurred_at),
    STEP => INTERVAL '2' MINUTE,
    SIZE => INTERVAL '4' MINUTE
  ))
  WHERE COALESCE(window_time > CURRENT_WATERMARK(occurred_at), TRUE)
  GROUP BY window_end, shop
),
ranked AS (
  SELECT
    window_start,
    shop,
    window_end,
    event_count,
    ROW_NUMBER() OVER (PARTITION BY window_end ORDER BY event_count DESC, shop) AS rank_number
  FROM measured
)
SELECT
  window_start,
  shop,
  rank_number,
  window_end,
  event_count,
  'PT4M' AS aggregate_interval,
  FALSE AS is_final
FROM ranked
WHERE rank_number <= 10
