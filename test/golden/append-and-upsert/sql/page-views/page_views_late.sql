-- Which page views came after their window had ended, and were they still counted?
-- input:     page_views (append)
-- output:    page_views_late (append): every late row with the watermark that judged it
-- window:    tumbling, 1 minute of event time
-- late rows: late means that the row's window had ended before the newest event time when the row came;
--            is_counted says whether the grace still let it correct its window
-- state:     none
INSERT INTO page_views_late (event_id, user_id, postcode, webpage, viewed_at, window_start, judged_by_watermark, is_counted)
SELECT
  event_id,
  user_id,
  postcode,
  webpage,
  viewed_at,
  window_start,
  CURRENT_WATERMARK(viewed_at) + INTERVAL '30' MINUTE AS judged_by_watermark,
  window_time > CURRENT_WATERMARK(viewed_at) AS is_counted
FROM TABLE(TUMBLE(DATA => TABLE page_views, TIMECOL => DESCRIPTOR(viewed_at), SIZE => INTERVAL '1' MINUTE))
WHERE window_time <= CURRENT_WATERMARK(viewed_at) + INTERVAL '30' MINUTE
