-- @mini_batch 1 second
INSERT INTO doors_intake (n) SELECT 1 FROM doors
