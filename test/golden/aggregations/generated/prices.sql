-- What is total, last_price, floors, priced of readings for each price_currency, site_city in each window?
-- input:     readings (append)
-- output:    prices (append): one row a window and price_currency, site_city, when the grace is over
-- window:    tumbling, 1 hour 30 minutes of event time
-- watermark: the newest event time less watermark delay and grace, so a window closes when its grace ends
-- late rows: rows whose window the watermark has passed are not counted
-- state:     the measures of each window and group, until the window closes
-- last:      cut from the greatest text of event time, digits that sort like the number, and value
INSERT INTO prices (
  window_start, price_currency, site_city, window_end, total, last_price, floors, priced, aggregate_interval, is_final
)
WITH measured AS (
  SELECT
    window_start,
    price.currency AS price_currency,
    site.city AS site_city,
    window_end,
    SUM(price.minor_units) AS total,
    MAX(CONCAT(
      CAST(measured_at AS STRING),
      CAST(price.minor_units + CAST('20000000000000000000' AS DECIMAL(20, 0)) AS STRING),
      CAST(price.minor_units AS STRING)
    )) AS last_price,
    COUNT(DISTINCT site.`floor`) AS floors,
    COUNT(price.minor_units) AS priced
  FROM TABLE(TUMBLE(DATA => TABLE readings, TIMECOL => DESCRIPTOR(measured_at), SIZE => INTERVAL '90' MINUTE))
  WHERE COALESCE(window_time > CURRENT_WATERMARK(measured_at), TRUE)
  GROUP BY window_start, window_end, price.currency, site.city
)
SELECT
  window_start,
  price_currency,
  site_city,
  window_end,
  total,
  CAST(SUBSTRING(last_price FROM 44) AS BIGINT) AS last_price,
  floors,
  priced,
  'PT1H30M' AS aggregate_interval,
  TRUE AS is_final
FROM measured
