-- What is event_count of shop_events in each window?
-- input:     shop_events (append)
-- output:    quiet_times (append): one row a window, when the grace is over
-- window:    session, ended by 500 milliseconds of event time without a row
-- watermark: the newest event time less watermark delay and grace, so a window closes when its grace ends
-- late rows: those that touch a session that is still open, for the grace of 40 seconds, lengthen it; others are
--            not counted
-- state:     the measures of each session and group, until the window closes
INSERT INTO quiet_times (window_start, window_end, event_count, aggregate_interval, is_final)
SELECT
  window_start,
  window_end,
  COUNT(*) AS event_count,
  'PT0.5S' AS aggregate_interval,
  TRUE AS is_final
FROM TABLE(SESSION(
  DATA => TABLE shop_events,
  TIMECOL => DESCRIPTOR(occurred_at),
  GAP => INTERVAL '0 00:00:00.500' DAY(2) TO SECOND(3)
))
GROUP BY window_start, window_end
