-- What is known of each user?
-- input:     processed_events (append)
-- output:    user_profiles (upsert by user_id)
-- window:    none: all events of a user, by event time
-- late rows: count however late they are; last_device is that of the newest event, not of the last to come
-- state:     seven values a user, kept for a year after the user's last event: whoever comes back later begins anew
INSERT INTO user_profiles (user_id, first_seen_at, last_seen_at, event_count, purchase_count, spent_cents, last_device)
SELECT /*+ STATE_TTL('processed_events' = '365d') */
  user_id,
  MIN(occurred_at) AS first_seen_at,
  MAX(occurred_at) AS last_seen_at,
  COUNT(*) AS event_count,
  COUNT(*) FILTER (WHERE event_type = 'purchase') AS purchase_count,
  COALESCE(SUM(amount_cents) FILTER (WHERE event_type = 'purchase'), 0) AS spent_cents,
  -- The greatest text begins with the newest time; behind its 23 characters stands the device.
  SUBSTRING(MAX(CONCAT(DATE_FORMAT(occurred_at, 'yyyy-MM-dd HH:mm:ss.SSS'), device_class)) FROM 24) AS last_device
FROM processed_events
GROUP BY user_id
