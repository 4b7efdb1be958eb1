INSERT INTO counts (a, b) SELECT 1, 'x'
