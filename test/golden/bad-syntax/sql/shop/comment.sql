INSERT INTO sales (a) SELECT 1 /* never ends
