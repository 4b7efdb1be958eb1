-- unended
INSERT INTO sales (a) SELECT 'never ends
FROM x
