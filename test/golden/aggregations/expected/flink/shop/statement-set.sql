EXECUTE STATEMENT SET
BEGIN
INSERT INTO `best_products` (`window_start`, `shop`, `product`, `rank_number`, `window_end`, `revenue`, `latest`, `aggregate_interval`, `is_final`, `record_time`)
SELECT `window_start`, `shop`, `product`, `rank_number`, `window_end`, `revenue`, `latest`, `aggregate_interval`, `is_final`, CAST(`window_start` AS TIMESTAMP_LTZ(3))
FROM (
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
) AS `result` (`window_start`, `shop`, `product`, `rank_number`, `window_end`, `revenue`, `latest`, `aggregate_interval`, `is_final`);
INSERT INTO `best_products_final` (`window_start`, `shop`, `product`, `rank_number`, `window_end`, `revenue`, `latest`, `aggregate_interval`, `is_final`, `record_time`)
SELECT `window_start`, `shop`, `product`, `rank_number`, `window_end`, `revenue`, `latest`, `aggregate_interval`, `is_final`, CAST(`window_start` AS TIMESTAMP_LTZ(3))
FROM (
WITH gathered AS (
  SELECT
    window_start,
    shop,
    product,
    window_end,
    COALESCE(SUM(amount), 0) AS revenue,
    MAX(CONCAT(
      CAST(occurred_at AS STRING),
      CAST(pieces + CAST('20000000000000000000' AS DECIMAL(20, 0)) AS STRING),
      CAST(pieces AS STRING)
    )) AS latest
  FROM TABLE(TUMBLE(DATA => TABLE shop_events, TIMECOL => DESCRIPTOR(occurred_at), SIZE => INTERVAL '1' HOUR))
  WHERE COALESCE(window_time > CURRENT_WATERMARK(occurred_at), TRUE)
    AND product IS NOT NULL
  GROUP BY window_start, window_end, shop, product
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
    ROW_NUMBER() OVER (PARTITION BY window_start, window_end, shop ORDER BY revenue DESC, product) AS rank_number
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
  TRUE AS is_final
FROM ranked
WHERE rank_number <= 3
) AS `result` (`window_start`, `shop`, `product`, `rank_number`, `window_end`, `revenue`, `latest`, `aggregate_interval`, `is_final`);
INSERT INTO `busiest` (`window_start`, `shop`, `rank_number`, `window_end`, `event_count`, `aggregate_interval`, `is_final`, `record_time`)
SELECT `window_start`, `shop`, `rank_number`, `window_end`, `event_count`, `aggregate_interval`, `is_final`, CAST(`window_start` AS TIMESTAMP_LTZ(3))
FROM (
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
) AS `result` (`window_start`, `shop`, `rank_number`, `window_end`, `event_count`, `aggregate_interval`, `is_final`);
INSERT INTO `day_so_far` (`window_start`, `shop`, `window_end`, `customers`, `aggregate_interval`, `is_final`, `record_time`)
SELECT `window_start`, `shop`, `window_end`, `customers`, `aggregate_interval`, `is_final`, CAST(`window_start` AS TIMESTAMP_LTZ(3))
FROM (
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
) AS `result` (`window_start`, `shop`, `window_end`, `customers`, `aggregate_interval`, `is_final`);
INSERT INTO `day_so_far_final` (`window_start`, `shop`, `window_end`, `customers`, `aggregate_interval`, `is_final`, `record_time`)
SELECT `window_start`, `shop`, `window_end`, `customers`, `aggregate_interval`, `is_final`, CAST(`window_start` AS TIMESTAMP_LTZ(3))
FROM (
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
) AS `result` (`window_start`, `shop`, `window_end`, `customers`, `aggregate_interval`, `is_final`);
INSERT INTO `last_values` (`window_start`, `shop`, `window_end`, `last_pieces`, `last_points`, `last_weight`, `last_amount`, `last_discount`, `last_customer`, `last_channel`, `last_gift`, `last_payment`, `count`, `aggregate_interval`, `is_final`, `record_time`)
SELECT `window_start`, `shop`, `window_end`, `last_pieces`, `last_points`, `last_weight`, `last_amount`, `last_discount`, `last_customer`, `last_channel`, `last_gift`, `last_payment`, `count`, `aggregate_interval`, `is_final`, CAST(`window_start` AS TIMESTAMP_LTZ(3))
FROM (
WITH gathered AS (
  SELECT
    window_start,
    shop,
    window_start + INTERVAL '5' MINUTE AS window_end,
    MAX(CONCAT(
      CAST(occurred_at AS STRING),
      CAST(pieces + CAST('20000000000000000000' AS DECIMAL(20, 0)) AS STRING),
      CAST(pieces AS STRING)
    )) AS last_pieces,
    MAX(CONCAT(
      CAST(occurred_at AS STRING),
      CAST(points + CAST('20000000000000000000' AS DECIMAL(20, 0)) AS STRING),
      CAST(points AS STRING)
    )) FILTER (WHERE is_gift) AS last_points,
    MAX(CONCAT(
      CAST(occurred_at AS STRING),
      COALESCE(
        CAST(TRY_CAST(weight AS DECIMAL(36, 9)) + CAST('2000000000000000000000000000' AS DECIMAL(37, 9)) AS STRING),
        RPAD('', 38, CASE WHEN weight > 0 THEN '9' ELSE ' ' END)
      ),
      CAST(weight AS STRING)
    )) AS last_weight,
    MAX(CONCAT(
      CAST(occurred_at AS STRING),
      CAST(amount + CAST('20000000000000000000' AS DECIMAL(20, 0)) AS STRING),
      CAST(amount AS STRING)
    )) AS last_amount,
    MAX(CONCAT(
      CAST(occurred_at AS STRING),
      CAST(discount + CAST('2000' AS DECIMAL(7, 3)) AS STRING),
      CAST(discount AS STRING)
    )) AS last_discount,
    MAX(CONCAT(CAST(occurred_at AS STRING), customer)) AS last_customer,
    MAX(CONCAT(CAST(occurred_at AS STRING), channel)) AS last_channel,
    MAX(CONCAT(CAST(occurred_at AS STRING), CAST(is_gift AS STRING))) AS last_gift,
    MAX(CONCAT(CAST(occurred_at AS STRING), CAST(paid_at AS STRING))) AS last_payment,
    COUNT(*) AS `count`
  FROM TABLE(HOP(
    DATA => TABLE shop_events,
    TIMECOL => DESCRIPTOR(occurred_at),
    SLIDE => INTERVAL '1' MINUTE,
    SIZE => INTERVAL '5' MINUTE
  ))
  WHERE COALESCE(window_time > CURRENT_WATERMARK(occurred_at), TRUE)
  GROUP BY window_start, shop
),
measured AS (
  SELECT
    window_start,
    shop,
    window_end,
    CAST(SUBSTRING(last_pieces FROM 44) AS INT) AS last_pieces,
    CAST(SUBSTRING(last_points FROM 44) AS BIGINT) AS last_points,
    CAST(SUBSTRING(last_weight FROM 62) AS DOUBLE) AS last_weight,
    CAST(SUBSTRING(last_amount FROM 44) AS BIGINT) AS last_amount,
    CAST(SUBSTRING(last_discount FROM 32) AS DECIMAL(6, 3)) AS last_discount,
    SUBSTRING(last_customer FROM 24) AS last_customer,
    SUBSTRING(last_channel FROM 24) AS last_channel,
    CAST(SUBSTRING(last_gift FROM 24) AS BOOLEAN) AS last_gift,
    CAST(SUBSTRING(last_payment FROM 24) AS TIMESTAMP(3)) AS last_payment,
    `count`
  FROM gathered
)
SELECT
  window_start,
  shop,
  window_end,
  last_pieces,
  last_points,
  last_weight,
  last_amount,
  last_discount,
  last_customer,
  last_channel,
  last_gift,
  last_payment,
  `count`,
  'PT5M' AS aggregate_interval,
  FALSE AS is_final
FROM measured
WHERE (`count` > 1)
) AS `result` (`window_start`, `shop`, `window_end`, `last_pieces`, `last_points`, `last_weight`, `last_amount`, `last_discount`, `last_customer`, `last_channel`, `last_gift`, `last_payment`, `count`, `aggregate_interval`, `is_final`);
INSERT INTO `last_values_final` (`window_start`, `shop`, `window_end`, `last_pieces`, `last_points`, `last_weight`, `last_amount`, `last_discount`, `last_customer`, `last_channel`, `last_gift`, `last_payment`, `count`, `aggregate_interval`, `is_final`, `record_time`)
SELECT `window_start`, `shop`, `window_end`, `last_pieces`, `last_points`, `last_weight`, `last_amount`, `last_discount`, `last_customer`, `last_channel`, `last_gift`, `last_payment`, `count`, `aggregate_interval`, `is_final`, CAST(`window_start` AS TIMESTAMP_LTZ(3))
FROM (
WITH gathered AS (
  SELECT
    window_start,
    shop,
    window_end,
    MAX(CONCAT(
      CAST(occurred_at AS STRING),
      CAST(pieces + CAST('20000000000000000000' AS DECIMAL(20, 0)) AS STRING),
      CAST(pieces AS STRING)
    )) AS last_pieces,
    MAX(CONCAT(
      CAST(occurred_at AS STRING),
      CAST(points + CAST('20000000000000000000' AS DECIMAL(20, 0)) AS STRING),
      CAST(points AS STRING)
    )) FILTER (WHERE is_gift) AS last_points,
    MAX(CONCAT(
      CAST(occurred_at AS STRING),
      COALESCE(
        CAST(TRY_CAST(weight AS DECIMAL(36, 9)) + CAST('2000000000000000000000000000' AS DECIMAL(37, 9)) AS STRING),
        RPAD('', 38, CASE WHEN weight > 0 THEN '9' ELSE ' ' END)
      ),
      CAST(weight AS STRING)
    )) AS last_weight,
    MAX(CONCAT(
      CAST(occurred_at AS STRING),
      CAST(amount + CAST('20000000000000000000' AS DECIMAL(20, 0)) AS STRING),
      CAST(amount AS STRING)
    )) AS last_amount,
    MAX(CONCAT(
      CAST(occurred_at AS STRING),
      CAST(discount + CAST('2000' AS DECIMAL(7, 3)) AS STRING),
      CAST(discount AS STRING)
    )) AS last_discount,
    MAX(CONCAT(CAST(occurred_at AS STRING), customer)) AS last_customer,
    MAX(CONCAT(CAST(occurred_at AS STRING), channel)) AS last_channel,
    MAX(CONCAT(CAST(occurred_at AS STRING), CAST(is_gift AS STRING))) AS last_gift,
    MAX(CONCAT(CAST(occurred_at AS STRING), CAST(paid_at AS STRING))) AS last_payment,
    COUNT(*) AS `count`
  FROM TABLE(HOP(
    DATA => TABLE shop_events,
    TIMECOL => DESCRIPTOR(occurred_at),
    SLIDE => INTERVAL '1' MINUTE,
    SIZE => INTERVAL '5' MINUTE
  ))
  WHERE COALESCE(window_time > CURRENT_WATERMARK(occurred_at), TRUE)
  GROUP BY window_start, window_end, shop
),
measured AS (
  SELECT
    window_start,
    shop,
    window_end,
    CAST(SUBSTRING(last_pieces FROM 44) AS INT) AS last_pieces,
    CAST(SUBSTRING(last_points FROM 44) AS BIGINT) AS last_points,
    CAST(SUBSTRING(last_weight FROM 62) AS DOUBLE) AS last_weight,
    CAST(SUBSTRING(last_amount FROM 44) AS BIGINT) AS last_amount,
    CAST(SUBSTRING(last_discount FROM 32) AS DECIMAL(6, 3)) AS last_discount,
    SUBSTRING(last_customer FROM 24) AS last_customer,
    SUBSTRING(last_channel FROM 24) AS last_channel,
    CAST(SUBSTRING(last_gift FROM 24) AS BOOLEAN) AS last_gift,
    CAST(SUBSTRING(last_payment FROM 24) AS TIMESTAMP(3)) AS last_payment,
    `count`
  FROM gathered
)
SELECT
  window_start,
  shop,
  window_end,
  last_pieces,
  last_points,
  last_weight,
  last_amount,
  last_discount,
  last_customer,
  last_channel,
  last_gift,
  last_payment,
  `count`,
  'PT5M' AS aggregate_interval,
  TRUE AS is_final
FROM measured
WHERE (`count` > 1)
) AS `result` (`window_start`, `shop`, `window_end`, `last_pieces`, `last_points`, `last_weight`, `last_amount`, `last_discount`, `last_customer`, `last_channel`, `last_gift`, `last_payment`, `count`, `aggregate_interval`, `is_final`);
INSERT INTO `minute_totals` (`window_start`, `product`, `window_end`, `purchase_count`, `points_count`, `revenue`, `pieces`, `points`, `weight`, `discount`, `mean_amount`, `mean_pieces`, `mean_weight`, `mean_discount`, `least`, `greatest_discount`, `first_customer`, `latest_payment`, `customers`, `cities`, `web_revenue`, `gifts`, `aggregate_interval`, `is_final`, `record_time`)
SELECT `window_start`, `product`, `window_end`, `purchase_count`, `points_count`, `revenue`, `pieces`, `points`, `weight`, `discount`, `mean_amount`, `mean_pieces`, `mean_weight`, `mean_discount`, `least`, `greatest_discount`, `first_customer`, `latest_payment`, `customers`, `cities`, `web_revenue`, `gifts`, `aggregate_interval`, `is_final`, CAST(`window_start` AS TIMESTAMP_LTZ(3))
FROM (
SELECT
  window_start,
  product,
  window_start + INTERVAL '1' MINUTE AS window_end,
  COUNT(*) AS purchase_count,
  COUNT(points) AS points_count,
  COALESCE(SUM(amount), 0) AS revenue,
  COALESCE(SUM(CAST(pieces AS BIGINT)), 0) AS pieces,
  COALESCE(SUM(points), 0) AS points,
  COALESCE(SUM(weight), 0) AS weight,
  COALESCE(SUM(discount), 0) AS discount,
  CAST(SUM(amount) AS DOUBLE) / COUNT(amount) AS mean_amount,
  CAST(SUM(CAST(pieces AS BIGINT)) AS DOUBLE) / COUNT(pieces) AS mean_pieces,
  AVG(weight) AS mean_weight,
  CAST(SUM(discount) AS DOUBLE) / COUNT(discount) AS mean_discount,
  MIN(amount) AS least,
  MAX(discount) AS greatest_discount,
  MIN(customer) AS first_customer,
  MAX(paid_at) AS latest_payment,
  COUNT(DISTINCT customer) AS customers,
  COUNT(DISTINCT address.city) AS cities,
  COALESCE(SUM(amount) FILTER (WHERE channel = 'WEB'), 0) AS web_revenue,
  COUNT(*) FILTER (WHERE is_gift) AS gifts,
  'PT1M' AS aggregate_interval,
  FALSE AS is_final
FROM TABLE(TUMBLE(DATA => TABLE shop_events, TIMECOL => DESCRIPTOR(occurred_at), SIZE => INTERVAL '1' MINUTE))
WHERE COALESCE(window_time > CURRENT_WATERMARK(occurred_at), TRUE)
  AND product IS NOT NULL
  AND (event_type = 'purchase')
GROUP BY window_start, product
) AS `result` (`window_start`, `product`, `window_end`, `purchase_count`, `points_count`, `revenue`, `pieces`, `points`, `weight`, `discount`, `mean_amount`, `mean_pieces`, `mean_weight`, `mean_discount`, `least`, `greatest_discount`, `first_customer`, `latest_payment`, `customers`, `cities`, `web_revenue`, `gifts`, `aggregate_interval`, `is_final`);
INSERT INTO `minute_totals_final` (`window_start`, `product`, `window_end`, `purchase_count`, `points_count`, `revenue`, `pieces`, `points`, `weight`, `discount`, `mean_amount`, `mean_pieces`, `mean_weight`, `mean_discount`, `least`, `greatest_discount`, `first_customer`, `latest_payment`, `customers`, `cities`, `web_revenue`, `gifts`, `aggregate_interval`, `is_final`, `record_time`)
SELECT `window_start`, `product`, `window_end`, `purchase_count`, `points_count`, `revenue`, `pieces`, `points`, `weight`, `discount`, `mean_amount`, `mean_pieces`, `mean_weight`, `mean_discount`, `least`, `greatest_discount`, `first_customer`, `latest_payment`, `customers`, `cities`, `web_revenue`, `gifts`, `aggregate_interval`, `is_final`, CAST(`window_start` AS TIMESTAMP_LTZ(3))
FROM (
SELECT
  window_start,
  product,
  window_end,
  COUNT(*) AS purchase_count,
  COUNT(points) AS points_count,
  COALESCE(SUM(amount), 0) AS revenue,
  COALESCE(SUM(CAST(pieces AS BIGINT)), 0) AS pieces,
  COALESCE(SUM(points), 0) AS points,
  COALESCE(SUM(weight), 0) AS weight,
  COALESCE(SUM(discount), 0) AS discount,
  CAST(SUM(amount) AS DOUBLE) / COUNT(amount) AS mean_amount,
  CAST(SUM(CAST(pieces AS BIGINT)) AS DOUBLE) / COUNT(pieces) AS mean_pieces,
  AVG(weight) AS mean_weight,
  CAST(SUM(discount) AS DOUBLE) / COUNT(discount) AS mean_discount,
  MIN(amount) AS least,
  MAX(discount) AS greatest_discount,
  MIN(customer) AS first_customer,
  MAX(paid_at) AS latest_payment,
  COUNT(DISTINCT customer) AS customers,
  COUNT(DISTINCT address.city) AS cities,
  COALESCE(SUM(amount) FILTER (WHERE channel = 'WEB'), 0) AS web_revenue,
  COUNT(*) FILTER (WHERE is_gift) AS gifts,
  'PT1M' AS aggregate_interval,
  TRUE AS is_final
FROM TABLE(TUMBLE(DATA => TABLE shop_events, TIMECOL => DESCRIPTOR(occurred_at), SIZE => INTERVAL '1' MINUTE))
WHERE COALESCE(window_time > CURRENT_WATERMARK(occurred_at), TRUE)
  AND product IS NOT NULL
  AND (event_type = 'purchase')
GROUP BY window_start, window_end, product
) AS `result` (`window_start`, `product`, `window_end`, `purchase_count`, `points_count`, `revenue`, `pieces`, `points`, `weight`, `discount`, `mean_amount`, `mean_pieces`, `mean_weight`, `mean_discount`, `least`, `greatest_discount`, `first_customer`, `latest_payment`, `customers`, `cities`, `web_revenue`, `gifts`, `aggregate_interval`, `is_final`);
INSERT INTO `prices` (`window_start`, `price_currency`, `site_city`, `window_end`, `total`, `last_price`, `floors`, `priced`, `aggregate_interval`, `is_final`, `record_time`)
SELECT `window_start`, `price_currency`, `site_city`, `window_end`, `total`, `last_price`, `floors`, `priced`, `aggregate_interval`, `is_final`, CAST(`window_start` AS TIMESTAMP_LTZ(3))
FROM (
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
) AS `result` (`window_start`, `price_currency`, `site_city`, `window_end`, `total`, `last_price`, `floors`, `priced`, `aggregate_interval`, `is_final`);
INSERT INTO `quiet_times` (`window_start`, `window_end`, `event_count`, `aggregate_interval`, `is_final`, `record_time`)
SELECT `window_start`, `window_end`, `event_count`, `aggregate_interval`, `is_final`, CAST(`window_start` AS TIMESTAMP_LTZ(3))
FROM (
SELECT
  window_start,
  window_end,
  COUNT(*) AS event_count,
  'PT0.5S' AS aggregate_interval,
  TRUE AS is_final
FROM TABLE(SESSION(
  DATA => TABLE shop_events,
  TIMECOL => DESCRIPTOR(occurred_at),
  GAP => INTERVAL '0 00:00:00.500' DAY(2) TO SECOND(3)
))
GROUP BY window_start, window_end
) AS `result` (`window_start`, `window_end`, `event_count`, `aggregate_interval`, `is_final`);
INSERT INTO `visits` (`window_start`, `address_city`, `customer`, `window_end`, `purchase_count`, `expensive`, `last_product`, `aggregate_interval`, `is_final`, `record_time`)
SELECT `window_start`, `address_city`, `customer`, `window_end`, `purchase_count`, `expensive`, `last_product`, `aggregate_interval`, `is_final`, CAST(`window_start` AS TIMESTAMP_LTZ(3))
FROM (
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
) AS `result` (`window_start`, `address_city`, `customer`, `window_end`, `purchase_count`, `expensive`, `last_product`, `aggregate_interval`, `is_final`);
END;
