-- The newest sale of each city
INSERT INTO cities (city, sale_count, last_sold_at)
SELECT city, COUNT(*), MAX(sold_at) FROM sales GROUP BY city
