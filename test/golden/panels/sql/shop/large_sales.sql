-- Sales beyond a thousand
INSERT INTO large_sales (city, sold_at)
SELECT city, sold_at FROM sales WHERE amount > 100000
