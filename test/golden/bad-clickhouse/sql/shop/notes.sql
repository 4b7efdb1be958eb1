-- Readings one by one
INSERT INTO notes (sensor, total) SELECT sensor, kafka_offset FROM readings
