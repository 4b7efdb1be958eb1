INSERT INTO totals (sensor, total)
SELECT sensor, 1 FROM readings
