INSERT INTO db.sales (a) SELECT 1
