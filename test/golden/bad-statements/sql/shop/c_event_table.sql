INSERT INTO purchases (event_id, bought_at) SELECT 1, 2
