-- Which page views came after their window had been closed, and were they still counted?
-- input:     page_views (append)
-- output:    page_views_late (append): every late row with the watermark that judged it
-- late rows: late means that the window's end was behind the newest event time when the row came;
--            is_counted says whether the grace still let it correct its window
-- state:     none
INSERT INTO page_views_late (event_id, user_id, postcode, webpage, viewed_at, window_start, judged_by_watermark, is_counted)
SELECT
  event_id,
  user_id,
  postcode,
  webpage,
  viewed_at,
  FLOOR(viewed_at TO MINUTE) AS window_start,
  CURRENT_WATERMARK(viewed_at) + INTERVAL '30' MINUTE AS judged_by_watermark,
  FLOOR(viewed_at TO MINUTE) + INTERVAL '1' MINUTE > CURRENT_WATERMARK(viewed_at) AS is_counted
FROM page_views
WHERE FLOOR(viewed_at TO MINUTE) + INTERVAL '1' MINUTE <= CURRENT_WATERMARK(viewed_at) + INTERVAL '30' MINUTE
