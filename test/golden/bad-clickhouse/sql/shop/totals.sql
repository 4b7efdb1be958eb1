-- Readings a sensor
INSERT INTO totals (sensor, total) SELECT sensor, COUNT(*) FROM readings GROUP BY sensor
