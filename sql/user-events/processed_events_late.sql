-- Which processed events came after their minute had ended, and were they still counted?
-- input:     processed_events (append)
-- output:    processed_events_late (append): every late event with the watermark that judged it
-- window:    tumbling, 1 minute of event time, as user_events_per_minute
-- late rows: late means that the event's minute had ended before the newest event time less the delay when it came;
--            is_counted says whether the grace still let it correct user_events_per_minute
-- state:     none
INSERT INTO processed_events_late (
  event_id, event_type, user_id, occurred_at, window_start, judged_by_watermark, is_counted
)
SELECT
  event_id,
  event_type,
  user_id,
  occurred_at,
  window_start,
  CURRENT_WATERMARK(occurred_at) + INTERVAL '5' MINUTE AS judged_by_watermark,
  window_time > CURRENT_WATERMARK(occurred_at) AS is_counted
FROM TABLE(TUMBLE(DATA => TABLE processed_events, TIMECOL => DESCRIPTOR(occurred_at), SIZE => INTERVAL '1' MINUTE))
WHERE window_time <= CURRENT_WATERMARK(occurred_at) + INTERVAL '5' MINUTE
