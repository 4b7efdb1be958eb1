-- Cities
INSERT INTO cities (city) SELECT city FROM sales
