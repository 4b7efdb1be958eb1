INSERT INTO view_counts (window_start, window_end, postcode, view_count)
SELECT window_start, window_end, sensor AS postcode, COUNT(*) AS view_count
FROM TABLE(TUMBLE(TABLE readings, DESCRIPTOR(measured_at), INTERVAL '1' MINUTE))
GROUP BY window_start, window_end, sensor
