EXECUTE STATEMENT SET
BEGIN
INSERT INTO `sales` (`window_start`, `city`, `window_end`, `total`, `discount`, `record_time`)
SELECT `window_start`, `city`, `window_end`, `total`, `discount`, CAST(`window_start` AS TIMESTAMP_LTZ(3))
FROM (
SELECT FLOOR(occurred_at TO HOUR), address.city, FLOOR(occurred_at TO HOUR) + INTERVAL '1' HOUR, SUM(fee), CAST(NULL AS DOUBLE)
FROM shop_events
WHERE type = 'purchase'
GROUP BY FLOOR(occurred_at TO HOUR), address.city
) AS `result` (`window_start`, `city`, `window_end`, `total`, `discount`);
INSERT INTO `shoppers` (`user_id`, `purchases`)
SELECT user_id, COUNT(*) FROM shop_events WHERE type = 'purchase' GROUP BY user_id;
END;
