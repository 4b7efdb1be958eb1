-- Purchases a shopper.
INSERT INTO shoppers (user_id, purchases)
SELECT user_id, COUNT(*) FROM shop_events WHERE type = 'purchase' GROUP BY user_id
