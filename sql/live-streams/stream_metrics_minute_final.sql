-- What happened in each stream in each minute, once no event can change it any more?
-- input:     stream_events (append), each event once
-- output:    stream_metrics_minute_final (append): one row a stream and minute, when the grace is over
-- window:    tumbling, 1 minute of event time
-- watermark: 10 seconds of delay and 5 minutes of grace behind the newest event, so the minute closes when its grace ends
-- late rows: those beyond the grace are not counted and go to stream_events_late
-- measures:  as in stream_metrics_minute.sql
-- state:     per stream and minute two numbers and the viewers, until the minute closes
INSERT INTO stream_metrics_minute_final (
  window_start, stream_id, window_end, active_viewers, chat_messages, donations_usd
)
SELECT
  window_start,
  stream_id,
  window_end,
  COUNT(DISTINCT user_id) AS active_viewers,
  COUNT(*) FILTER (WHERE event_type = 'chat_message') AS chat_messages,
  CAST(
    CAST(COALESCE(SUM(amount_usd) FILTER (WHERE event_type = 'donation'), 0) AS DECIMAL(18, 0)) * 0.01
    AS DECIMAL(18, 2)
  ) AS donations_usd
FROM TABLE(TUMBLE(DATA => TABLE stream_events, TIMECOL => DESCRIPTOR(occurred_at), SIZE => INTERVAL '1' MINUTE))
WHERE COALESCE(window_time > CURRENT_WATERMARK(occurred_at), TRUE)
GROUP BY window_start, window_end, stream_id
