-- How many viewers has each stream now?
-- input:     stream_events (append), each event once
-- output:    stream_state (upsert by stream_id)
-- window:    none: of each viewer of a stream the newest join or leave decides, by event time; of both at once the leave
-- viewers:   a count of people, never negative: a leave without a join counts nobody, two joins one, in whatever order
-- late rows: count however late they are; an older join or leave changes nothing
-- state:     three times a viewer and stream, for 7 days after the last join or leave; who is silent for longer stays
--            counted, also when leaving then, until the stream has had no join or leave for 7 days
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
