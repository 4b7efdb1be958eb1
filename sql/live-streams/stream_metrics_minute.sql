-- What has happened in each stream in each minute, as far as is known now?
-- input:     stream_events (append), each event once
-- output:    stream_metrics_minute (upsert by window_start, stream_id): provisional, corrected while the grace lasts
-- window:    tumbling, 1 minute of event time; grouped by its start alone, so that every event corrects the row at once
-- late rows: correct their minute within the grace; beyond it they change nothing. stream_events_late has all of them
-- viewers:   who gave a sign in the minute, each once: a count of people, never negative, whatever is lost or mixed up
-- donations: summed as whole cents and written as dollars, so they are exact
-- state:     per stream and minute two numbers and the viewers, for an hour after the last event of both
INSERT INTO stream_metrics_minute (window_start, stream_id, window_end, active_viewers, chat_messages, donations_usd)
SELECT
  window_start,
  stream_id,
  window_start + INTERVAL '1' MINUTE AS window_end,
  COUNT(DISTINCT user_id) AS active_viewers,
  COUNT(*) FILTER (WHERE event_type = 'chat_message') AS chat_messages,
  CAST(
    CAST(COALESCE(SUM(amount_usd) FILTER (WHERE event_type = 'donation'), 0) AS DECIMAL(18, 0)) * 0.01
    AS DECIMAL(18, 2)
  ) AS donations_usd
FROM TABLE(TUMBLE(DATA => TABLE stream_events, TIMECOL => DESCRIPTOR(occurred_at), SIZE => INTERVAL '1' MINUTE))
WHERE COALESCE(window_time > CURRENT_WATERMARK(occurred_at), TRUE)
GROUP BY window_start, stream_id
