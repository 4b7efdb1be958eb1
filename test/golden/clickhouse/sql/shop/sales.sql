-- Sales a city and hour.
INSERT INTO sales (window_start, city, window_end, total, discount)
SELECT FLOOR(occurred_at TO HOUR), address.city, FLOOR(occurred_at TO HOUR) + INTERVAL '1' HOUR, SUM(fee), CAST(NULL AS DOUBLE)
FROM shop_events
WHERE type = 'purchase'
GROUP BY FLOOR(occurred_at TO HOUR), address.city
