INSERT INTO sales (a)
SELECT 1;

-- and another
INSERT INTO sales (a) SELECT 2;
