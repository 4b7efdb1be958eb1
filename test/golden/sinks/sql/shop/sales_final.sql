-- Sales a city and minute, once nothing changes them any more
INSERT INTO sales_final (window_start, city, window_end, total)
SELECT window_start, 'London', window_end, COUNT(*)
FROM TABLE(TUMBLE(DATA => TABLE shop_events, TIMECOL => DESCRIPTOR(occurred_at), SIZE => INTERVAL '1' MINUTE))
GROUP BY window_start, window_end
