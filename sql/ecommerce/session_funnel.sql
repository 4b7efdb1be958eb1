-- How far do shopping sessions come: how many looked, searched, filled a basket and bought?
-- input:     shop_events (append)
-- output:    session_funnel (append): one row a quarter of an hour and device type, when its sessions have ended
-- window:    session, 30 minutes without an event; then tumbling, 15 minutes of the sessions' ends
-- late rows: count while the session that they belong to has not been over for longer than the grace
-- state:     one row a session until it is over
INSERT INTO session_funnel (
  window_start, device_type, window_end, session_count, viewed_count, searched_count, added_count, purchased_count,
  aggregate_interval, is_final
)
WITH sessions AS (
  SELECT
    session_id,
    device_type,
    window_start AS session_start,
    window_end AS session_end,
    window_time AS session_time,
    COUNT(*) FILTER (WHERE event_type = 'page_view') AS page_view_count,
    COUNT(*) FILTER (WHERE event_type = 'search') AS search_count,
    COUNT(*) FILTER (WHERE event_type = 'add_to_cart') AS add_to_cart_count,
    COUNT(*) FILTER (WHERE event_type = 'purchase') AS purchase_count
  FROM TABLE(SESSION(
    DATA => TABLE shop_events PARTITION BY (session_id, device_type),
    TIMECOL => DESCRIPTOR(occurred_at),
    GAP => INTERVAL '30' MINUTE
  ))
  GROUP BY window_start, window_end, window_time, session_id, device_type
)
SELECT
  window_start,
  device_type,
  window_end,
  COUNT(*) AS session_count,
  COUNT(*) FILTER (WHERE page_view_count > 0) AS viewed_count,
  COUNT(*) FILTER (WHERE search_count > 0) AS searched_count,
  COUNT(*) FILTER (WHERE add_to_cart_count > 0) AS added_count,
  COUNT(*) FILTER (WHERE purchase_count > 0) AS purchased_count,
  'PT15M' AS aggregate_interval,
  TRUE AS is_final
FROM TABLE(TUMBLE(DATA => TABLE sessions, TIMECOL => DESCRIPTOR(session_time), SIZE => INTERVAL '15' MINUTE))
GROUP BY window_start, window_end, device_type
