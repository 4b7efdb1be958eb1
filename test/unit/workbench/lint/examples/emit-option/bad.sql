-- @state_ttl 1 hour
INSERT INTO live_view_counts (window_start, postcode, view_count)
SELECT FLOOR(viewed_at TO MINUTE) AS window_start, postcode, COUNT(*) AS view_count
FROM page_views /*+ OPTIONS('table.exec.emit.early-fire.enabled' = 'true') */
GROUP BY FLOOR(viewed_at TO MINUTE), postcode
