INSERT INTO view_counts (window_start, window_end, postcode, view_count)
SELECT window_start, window_end, postcode, COUNT(*) AS view_count
FROM TABLE(
  TUMBLE(
    TABLE page_views /*+ OPTIONS('table.exec.emit.early-fire.enabled' = 'true') */,
    DESCRIPTOR(viewed_at),
    INTERVAL '1' MINUTE
  )
)
GROUP BY window_start, window_end, postcode
