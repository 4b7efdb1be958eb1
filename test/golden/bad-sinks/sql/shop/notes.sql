INSERT INTO notes (sensor, total)
SELECT sensor, 1 FROM readings
