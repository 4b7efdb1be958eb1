-- @state_tl 1 hour
-- @state_ttl an hour
-- @parallelism
-- @parallelism 2000
-- @mini_batch 1 second
-- @mini_batch 2 seconds
INSERT INTO sales (a) SELECT 1
-- @parallelism 2
