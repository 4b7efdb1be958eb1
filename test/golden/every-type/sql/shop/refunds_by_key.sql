-- @parallelism 4
INSERT INTO refunds_by_key (reason, refunded_at) SELECT reason, refunded_at FROM refunds WHERE reason <> '${not.a.placeholder}'
