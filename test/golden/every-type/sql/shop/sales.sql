/* A block comment with a ; and an ' in it. */
-- How much was sold on each device?
-- @parallelism 4
INSERT INTO `sales` (shop_id, device, revenue) -- every column
SELECT shop_id, device, SUM(total) AS revenue
FROM purchases
WHERE customer <> 'it''s; -- no comment' /* neither ' nor ; */
GROUP BY shop_id, device; -- the end
