-- How many viewers has each stream now?
-- input:     stream_events (append), each event once
-- output:    stream_state (upsert by stream_id)
-- window:    none: of each viewer of a stream the newest join and the newest leave decide, by event time
-- viewers:   one is there who has joined and not left since; a leave of the very same time wins. A count of people, so it is
--            never negative: a leave without a join counts nobody, a second join nobody twice, and the order of arrival is no matter
-- late rows: count however late they are; an older join or leave changes nothing
-- state:     three times a viewer and stream, kept for 7 days after the viewer's last join or leave there. One who joined and is
--            silent for longer stays counted, also when leaving then, until the stream has had no join or leave for 7 days
INSERT INTO stream_state (stream_id, current_viewers, updated_at)
WITH viewers AS (
  SELECT /*+ STATE_TTL('stream_events' = '7d') */
    stream_id,
    user_id,
    MAX(occurred_at) FILTER (WHERE event_type = 'viewer_join') AS joined_at,
    MAX(occurred_at) FILTER (WHERE event_type = 'viewer_leave') AS left_at,
    MAX(occurred_at) AS changed_at
  FROM stream_events
  WHERE event_type IN ('viewer_join', 'viewer_leave')
  GROUP BY stream_id, user_id
)
SELECT /*+ STATE_TTL('viewers' = '7d') */
  stream_id,
  COUNT(*) FILTER (WHERE COALESCE(joined_at > left_at, left_at IS NULL)) AS current_viewers,
  MAX(changed_at) AS updated_at
FROM viewers
GROUP BY stream_id
