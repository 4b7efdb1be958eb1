EXECUTE STATEMENT SET
BEGIN
INSERT INTO `club_events_intake` (`window_start`, `window_end`, `received_count`, `unique_count`, `duplicate_count`, `record_time`)
SELECT `window_start`, `window_end`, `received_count`, `unique_count`, `duplicate_count`, CAST(`window_start` AS TIMESTAMP_LTZ(3))
FROM (
WITH arrivals AS (
  SELECT FLOOR(occurred_at TO MINUTE) AS window_start, 1 AS is_received, 0 AS is_unique FROM club_events_received
  UNION ALL
  SELECT FLOOR(occurred_at TO MINUTE) AS window_start, 0 AS is_received, 1 AS is_unique FROM club_events
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
INSERT INTO `takings` (`club_id`, `taken`)
SELECT club_id, SUM(price) AS taken
FROM club_events
WHERE event_type = 'drink_sold'
GROUP BY club_id;
END;
