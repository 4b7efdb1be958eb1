EXECUTE STATEMENT SET
BEGIN
INSERT INTO `lines_sold` (`bought_at`, `product`, `count`, `price`, `labels`, `address`, `record_time`)
SELECT `bought_at`, `product`, `count`, `price`, `labels`, `address`, CAST(`bought_at` AS TIMESTAMP_LTZ(3))
FROM (
WITH sold AS (
  SELECT bought_at, line.product, line.`count`, line.price, labels, address
  FROM purchases
  CROSS JOIN UNNEST(lines) AS line (product, `count`, price)
)
SELECT bought_at, product, `count`, price, labels, ROW(address.street, address.zip) FROM sold
) AS `result` (`bought_at`, `product`, `count`, `price`, `labels`, `address`);
INSERT INTO `refunds_by_key` (`reason`, `refunded_at`)
SELECT reason, refunded_at FROM refunds WHERE reason <> '$${not.a.placeholder}';
INSERT INTO `sales` (`shop_id`, `device`, `revenue`)
SELECT shop_id, device, SUM(total) AS revenue
FROM purchases
WHERE customer <> 'it''s; -- no comment' /* neither ' nor ; */
GROUP BY shop_id, device;
END;
