EXECUTE STATEMENT SET
BEGIN
INSERT INTO `best_categories` (`window_start`, `category`, `rank_number`, `window_end`, `revenue`, `aggregate_interval`, `is_final`, `record_time`)
SELECT `window_start`, `category`, `rank_number`, `window_end`, `revenue`, `aggregate_interval`, `is_final`, CAST(`window_start` AS TIMESTAMP_LTZ(3))
FROM (
WITH measured AS (
  SELECT
    window_start,
    category,
    window_start + INTERVAL '5' MINUTE AS window_end,
    SUM(amount) AS revenue
  FROM TABLE(HOP(
    DATA => TABLE sales,
    TIMECOL => DESCRIPTOR(sold_at),
    SLIDE => INTERVAL '1' MINUTE,
    SIZE => INTERVAL '5' MINUTE
  ))
  WHERE COALESCE(window_time > CURRENT_WATERMARK(sold_at), TRUE)
  GROUP BY window_start, category
),
ranked AS (
  SELECT
    window_start,
    category,
    window_end,
    revenue,
    ROW_NUMBER() OVER (PARTITION BY window_start ORDER BY revenue DESC, category) AS rank_number
  FROM measured
)
SELECT
  window_start,
  category,
  rank_number,
  window_end,
  revenue,
  'PT5M' AS aggregate_interval,
  FALSE AS is_final
FROM ranked
WHERE rank_number <= 3
) AS `result` (`window_start`, `category`, `rank_number`, `window_end`, `revenue`, `aggregate_interval`, `is_final`);
INSERT INTO `best_categories_final` (`window_start`, `category`, `rank_number`, `window_end`, `revenue`, `aggregate_interval`, `is_final`, `record_time`)
SELECT `window_start`, `category`, `rank_number`, `window_end`, `revenue`, `aggregate_interval`, `is_final`, CAST(`window_start` AS TIMESTAMP_LTZ(3))
FROM (
WITH measured AS (
  SELECT
    window_start,
    category,
    window_end,
    SUM(amount) AS revenue
  FROM TABLE(HOP(
    DATA => TABLE sales,
    TIMECOL => DESCRIPTOR(sold_at),
    SLIDE => INTERVAL '1' MINUTE,
    SIZE => INTERVAL '5' MINUTE
  ))
  WHERE COALESCE(window_time > CURRENT_WATERMARK(sold_at), TRUE)
  GROUP BY window_start, window_end, category
),
ranked AS (
  SELECT
    window_start,
    category,
    window_end,
    revenue,
    ROW_NUMBER() OVER (PARTITION BY window_start, window_end ORDER BY revenue DESC, category) AS rank_number
  FROM measured
)
SELECT
  window_start,
  category,
  rank_number,
  window_end,
  revenue,
  'PT5M' AS aggregate_interval,
  TRUE AS is_final
FROM ranked
WHERE rank_number <= 3
) AS `result` (`window_start`, `category`, `rank_number`, `window_end`, `revenue`, `aggregate_interval`, `is_final`);
INSERT INTO `cities` (`city`, `sale_count`, `last_sold_at`)
SELECT city, COUNT(*), MAX(sold_at) FROM sales GROUP BY city;
INSERT INTO `large_sales` (`city`, `sold_at`, `record_time`)
SELECT `city`, `sold_at`, CAST(`sold_at` AS TIMESTAMP_LTZ(3))
FROM (
SELECT city, sold_at FROM sales WHERE amount > 100000
) AS `result` (`city`, `sold_at`);
INSERT INTO `revenue_per_city` (`window_start`, `city`, `window_end`, `sale_count`, `revenue`, `mean_weight`, `aggregate_interval`, `is_final`, `record_time`)
SELECT `window_start`, `city`, `window_end`, `sale_count`, `revenue`, `mean_weight`, `aggregate_interval`, `is_final`, CAST(`window_start` AS TIMESTAMP_LTZ(3))
FROM (
SELECT
  window_start,
  city,
  window_start + INTERVAL '1' MINUTE AS window_end,
  COUNT(*) AS sale_count,
  SUM(amount) AS revenue,
  AVG(weight) AS mean_weight,
  'PT1M' AS aggregate_interval,
  FALSE AS is_final
FROM TABLE(TUMBLE(DATA => TABLE sales, TIMECOL => DESCRIPTOR(sold_at), SIZE => INTERVAL '1' MINUTE))
WHERE COALESCE(window_time > CURRENT_WATERMARK(sold_at), TRUE)
GROUP BY window_start, city
) AS `result` (`window_start`, `city`, `window_end`, `sale_count`, `revenue`, `mean_weight`, `aggregate_interval`, `is_final`);
INSERT INTO `revenue_per_city_final` (`window_start`, `city`, `window_end`, `sale_count`, `revenue`, `mean_weight`, `aggregate_interval`, `is_final`, `record_time`)
SELECT `window_start`, `city`, `window_end`, `sale_count`, `revenue`, `mean_weight`, `aggregate_interval`, `is_final`, CAST(`window_start` AS TIMESTAMP_LTZ(3))
FROM (
SELECT
  window_start,
  city,
  window_end,
  COUNT(*) AS sale_count,
  SUM(amount) AS revenue,
  AVG(weight) AS mean_weight,
  'PT1M' AS aggregate_interval,
  TRUE AS is_final
FROM TABLE(TUMBLE(DATA => TABLE sales, TIMECOL => DESCRIPTOR(sold_at), SIZE => INTERVAL '1' MINUTE))
WHERE COALESCE(window_time > CURRENT_WATERMARK(sold_at), TRUE)
GROUP BY window_start, window_end, city
) AS `result` (`window_start`, `city`, `window_end`, `sale_count`, `revenue`, `mean_weight`, `aggregate_interval`, `is_final`);
INSERT INTO `sales_intake` (`window_start`, `window_end`, `received_count`, `unique_count`, `duplicate_count`, `record_time`)
SELECT `window_start`, `window_end`, `received_count`, `unique_count`, `duplicate_count`, CAST(`window_start` AS TIMESTAMP_LTZ(3))
FROM (
WITH arrivals AS (
  SELECT FLOOR(sold_at TO MINUTE) AS window_start, 1 AS is_received, 0 AS is_unique FROM sales_received
  UNION ALL
  SELECT FLOOR(sold_at TO MINUTE) AS window_start, 0 AS is_received, 1 AS is_unique FROM sales
)
SELECT
  window_start,
  window_start + INTERVAL '1' MINUTE AS window_end,
  SUM(CAST(is_received AS BIGINT)) AS received_count,
  SUM(CAST(is_unique AS BIGINT)) AS unique_count,
  SUM(CAST(is_received - is_unique AS BIGINT)) AS duplicate_count
FROM arrivals
GROUP BY window_start
) AS `result` (`window_start`, `window_end`, `received_count`, `unique_count`, `duplicate_count`);
INSERT INTO `sold_today` (`window_start`, `window_end`, `revenue`, `aggregate_interval`, `is_final`, `record_time`)
SELECT `window_start`, `window_end`, `revenue`, `aggregate_interval`, `is_final`, CAST(`window_start` AS TIMESTAMP_LTZ(3))
FROM (
SELECT
  window_start,
  window_end,
  SUM(amount) AS revenue,
  'P1D' AS aggregate_interval,
  TRUE AS is_final
FROM TABLE(CUMULATE(
  DATA => TABLE sales,
  TIMECOL => DESCRIPTOR(sold_at),
  STEP => INTERVAL '1' HOUR,
  SIZE => INTERVAL '1' DAY
))
WHERE COALESCE(window_time > CURRENT_WATERMARK(sold_at), TRUE)
GROUP BY window_start, window_end
) AS `result` (`window_start`, `window_end`, `revenue`, `aggregate_interval`, `is_final`);
END;
