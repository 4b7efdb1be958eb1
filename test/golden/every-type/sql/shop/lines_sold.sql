INSERT INTO lines_sold (bought_at, product, `count`, price, labels, address)
WITH sold AS (
  SELECT bought_at, line.product, line.`count`, line.price, labels, address
  FROM purchases
  CROSS JOIN UNNEST(lines) AS line (product, `count`, price)
)
SELECT bought_at, product, `count`, price, labels, ROW(address.street, address.zip) FROM sold
