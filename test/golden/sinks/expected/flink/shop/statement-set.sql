EXECUTE STATEMENT SET
BEGIN
INSERT INTO `refunds` (`city`, `refund`, `reason`)
SELECT address.city, 1, CAST(NULL AS STRING) FROM shop_events WHERE event_type = 'refund';
INSERT INTO `sales` (`window_start`, `city`, `window_end`, `total`, `record_time`)
SELECT `window_start`, `city`, `window_end`, `total`, CAST(`window_start` AS TIMESTAMP_LTZ(3))
FROM (
SELECT window_start, 'London', window_start + INTERVAL '1' MINUTE, COUNT(*)
FROM TABLE(TUMBLE(DATA => TABLE shop_events, TIMECOL => DESCRIPTOR(occurred_at), SIZE => INTERVAL '1' MINUTE))
GROUP BY window_start
) AS `result` (`window_start`, `city`, `window_end`, `total`);
INSERT INTO `sales_final` (`window_start`, `city`, `window_end`, `total`, `record_time`)
SELECT `window_start`, `city`, `window_end`, `total`, CAST(`window_start` AS TIMESTAMP_LTZ(3))
FROM (
SELECT window_start, 'London', window_end, COUNT(*)
FROM TABLE(TUMBLE(DATA => TABLE shop_events, TIMECOL => DESCRIPTOR(occurred_at), SIZE => INTERVAL '1' MINUTE))
GROUP BY window_start, window_end
) AS `result` (`window_start`, `city`, `window_end`, `total`);
INSERT INTO `shop_events_intake` (`window_start`, `window_end`, `received_count`, `unique_count`, `duplicate_count`, `record_time`)
SELECT `window_start`, `window_end`, `received_count`, `unique_count`, `duplicate_count`, CAST(`window_start` AS TIMESTAMP_LTZ(3))
FROM (
WITH arrivals AS (
  SELECT FLOOR(occurred_at TO MINUTE) AS window_start, 1 AS is_received, 0 AS is_unique FROM shop_events_received
  UNION ALL
  SELECT FLOOR(occurred_at TO MINUTE) AS window_start, 0 AS is_received, 1 AS is_unique FROM shop_events
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
END;
