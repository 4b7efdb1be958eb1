-- @parallelism 3
-- @state_ttl 1 hour
INSERT INTO sales (a, a, bb)
SELECT 1, 2, 'x' FROM purchases
