-- Which readings need somebody's attention, and why?
-- input:     readings (append)
-- output:    device_alerts (append): one row a reading and reason, as soon as the reading comes
-- window:    none
-- late rows: are told like all others
-- state:     none
INSERT INTO device_alerts (reading_id, device_id, site, reason, measured, threshold, read_at)
SELECT reading_id, device_id, site, 'too hot' AS reason, temperature AS measured, 30.0E0 AS threshold, read_at
FROM readings
WHERE temperature > 30
UNION ALL
SELECT reading_id, device_id, site, 'battery low' AS reason, CAST(battery AS DOUBLE) AS measured, 15.0E0 AS threshold, read_at
FROM readings
WHERE battery < 15
