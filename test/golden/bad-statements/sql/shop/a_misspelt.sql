-- @parallelism 2
-- @state_ttl 60 minutes
INSERT INTO sale (a, b) SELECT 1, 'x'
