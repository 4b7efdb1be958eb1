-- What is last_pieces, last_points, last_weight, last_amount, last_discount, last_customer, last_channel,
-- last_gift, last_payment, count of shop_events for each shop in each window?
-- input:     shop_events (append)
-- output:    last_values (upsert by window_start, shop): provisional, corrected while the grace lasts
-- window:    hopping, 5 minutes of event time, one every 1 minute; grouped by its start alone, so that every row
--            corrects the result at once
-- late rows: correct their window within the grace of 40 seconds; beyond it they are not counted
-- state:     the measures of each window and group, as long as the domain's state_ttl says after the last row
-- last:      cut from the greatest text of event time, digits that sort like the number, and value
INSERT INTO last_values (
  window_start, shop, window_end, last_pieces, last_points, last_weight, last_amount, last_discount, last_customer,
  last_channel, last_gift, last_payment, `count`, aggregate_interval, is_final
)
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
