-- Sales a city and minute, as far as is known now
INSERT INTO sales (window_start, city, window_end, total)
SELECT window_start, 'London', window_start + INTERVAL '1' MINUTE, COUNT(*)
FROM TABLE(TUMBLE(DATA => TABLE shop_events, TIMECOL => DESCRIPTOR(occurred_at), SIZE => INTERVAL '1' MINUTE))
GROUP BY window_start
