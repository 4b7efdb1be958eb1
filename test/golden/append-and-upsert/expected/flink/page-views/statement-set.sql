EXECUTE STATEMENT SET
BEGIN
INSERT INTO `page_view_counts` (`window_start`, `postcode`, `window_end`, `page_view_count`, `aggregate_interval`, `is_final`, `record_time`)
SELECT `window_start`, `postcode`, `window_end`, `page_view_count`, `aggregate_interval`, `is_final`, CAST(`window_start` AS TIMESTAMP_LTZ(3))
FROM (
SELECT
  window_start,
  postcode,
  window_start + INTERVAL '1' MINUTE AS window_end,
  COUNT(*) AS page_view_count,
  'PT1M' AS aggregate_interval,
  FALSE AS is_final
FROM TABLE(TUMBLE(DATA => TABLE page_views, TIMECOL => DESCRIPTOR(viewed_at), SIZE => INTERVAL '1' MINUTE))
WHERE COALESCE(window_time > CURRENT_WATERMARK(viewed_at), TRUE)
GROUP BY window_start, postcode
) AS `result` (`window_start`, `postcode`, `window_end`, `page_view_count`, `aggregate_interval`, `is_final`);
INSERT INTO `page_view_counts_final` (`window_start`, `postcode`, `window_end`, `page_view_count`, `aggregate_interval`, `is_final`, `record_time`)
SELECT `window_start`, `postcode`, `window_end`, `page_view_count`, `aggregate_interval`, `is_final`, CAST(`window_start` AS TIMESTAMP_LTZ(3))
FROM (
SELECT
  window_start,
  postcode,
  window_end,
  COUNT(*) AS page_view_count,
  'PT1M' AS aggregate_interval,
  TRUE AS is_final
FROM TABLE(TUMBLE(DATA => TABLE page_views, TIMECOL => DESCRIPTOR(viewed_at), SIZE => INTERVAL '1' MINUTE))
WHERE COALESCE(window_time > CURRENT_WATERMARK(viewed_at), TRUE)
GROUP BY window_start, window_end, postcode
) AS `result` (`window_start`, `postcode`, `window_end`, `page_view_count`, `aggregate_interval`, `is_final`);
INSERT INTO `page_views_late` (`event_id`, `user_id`, `postcode`, `webpage`, `viewed_at`, `window_start`, `judged_by_watermark`, `is_counted`, `record_time`)
SELECT `event_id`, `user_id`, `postcode`, `webpage`, `viewed_at`, `window_start`, `judged_by_watermark`, `is_counted`, CAST(`viewed_at` AS TIMESTAMP_LTZ(3))
FROM (
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
) AS `result` (`event_id`, `user_id`, `postcode`, `webpage`, `viewed_at`, `window_start`, `judged_by_watermark`, `is_counted`);
END;
