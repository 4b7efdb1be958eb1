-- How long do customers stay?
-- input:     shop_events (append), of which some rows
-- output:    visits (append): one row a window and address_city, customer, when the grace is over
-- window:    session, ended by 30 minutes of event time without a row
-- watermark: the newest event time less watermark delay and grace, so a window closes when its grace ends
-- late rows: those that touch a session that is still open, for the grace of 40 seconds, lengthen it; others are
--            not counted
-- state:     the measures of each session and group, until the window closes
-- last:      cut from the greatest text of event time, digits that sort like the number, and value
INSERT INTO visits (
  window_start, address_city, customer, window_end, purchase_count, expensive, last_product, aggregate_interval,
  is_final
)
WITH chosen AS (
  SELECT
    address.city AS address_city,
    customer,
    occurred_at,
    product,
    amount
  FROM shop_events
  WHERE address.city IS NOT NULL
    AND customer IS NOT NULL
    AND (event_type = 'purchase')
),
measured AS (
  SELECT
    window_start,
    address_city,
    customer,
    window_end,
    COUNT(*) AS purchase_count,
    COUNT(*) FILTER (WHERE amount > 10000) AS expensive,
    MAX(CONCAT(CAST(occurred_at AS STRING), product)) AS last_product
  FROM TABLE(SESSION(
    DATA => TABLE chosen PARTITION BY (address_city, customer),
    TIMECOL => DESCRIPTOR(occurred_at),
    GAP => INTERVAL '30' MINUTE
  ))
  GROUP BY window_start, window_end, address_city, customer
)
SELECT
  window_start,
  address_city,
  customer,
  window_end,
  purchase_count,
  expensive,
  SUBSTRING(last_product FROM 24) AS last_product,
  'PT30M' AS aggregate_interval,
  TRUE AS is_final
FROM measured
