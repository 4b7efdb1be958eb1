-- Which products earn most in each shop?
-- input:     shop_events (append)
-- output:    best_products (upsert by window_start, shop, rank_number): provisional, corrected while the grace
--            lasts
-- window:    tumbling, 1 hour of event time; grouped by its start alone, so that every row corrects the result at
--            once
-- late rows: correct their window within the grace of 40 seconds; beyond it they are not counted
-- state:     the measures of each window and group, and the order of the groups, as long as the domain's state_ttl
--            says after the last row
-- last:      cut from the greatest text of event time, digits that sort like the number, and value
INSERT INTO best_products (
  window_start, shop, product, rank_number, window_end, revenue, latest, aggregate_interval, is_final
)
WITH gathered AS (
  SELECT
    window_start,
    shop,
    product,
    window_start + INTERVAL '1' HOUR AS window_end,
    COALESCE(SUM(amount), 0) AS revenue,
    MAX(CONCAT(
      CAST(occurred_at AS STRING),
      CAST(pieces + CAST('20000000000000000000' AS DECIMAL(20, 0)) AS STRING),
      CAST(pieces AS STRING)
    )) AS latest
  FROM TABLE(TUMBLE(DATA => TABLE shop_events, TIMECOL => DESCRIPTOR(occurred_at), SIZE => INTERVAL '1' HOUR))
  WHERE COALESCE(window_time > CURRENT_WATERMARK(occurred_at), TRUE)
    AND product IS NOT NULL
  GROUP BY window_start, shop, product
),
measured AS (
  SELECT
    window_start,
    shop,
    product,
    window_end,
    revenue,
    CAST(SUBSTRING(latest FROM 44) AS INT) AS latest
  FROM gathered
),
ranked AS (
  SELECT
    window_start,
    shop,
    product,
    window_end,
    revenue,
    latest,
    ROW_NUMBER() OVER (PARTITION BY window_start, shop ORDER BY revenue DESC, product) AS rank_number
  FROM measured
  WHERE (revenue > 0)
)
SELECT
  window_start,
  shop,
  product,
  rank_number,
  window_end,
  revenue,
  latest,
  'PT1H' AS aggregate_interval,
  FALSE AS is_final
FROM ranked
WHERE rank_number <= 3
