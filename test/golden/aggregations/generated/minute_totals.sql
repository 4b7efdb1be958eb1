-- What does each product earn in a minute, told in a sentence that is too long for one line of a comment and
-- therefore goes on in a second one?
-- input:     shop_events (append), of which some rows
-- output:    minute_totals (upsert by window_start, product): provisional, corrected while the grace lasts
-- window:    tumbling, 1 minute of event time; grouped by its start alone, so that every row corrects the result at
--            once
-- late rows: correct their window within the grace of 40 seconds; beyond it they are not counted
-- state:     the measures of each window and group, as long as the domain's state_ttl says after the last row
INSERT INTO minute_totals (
  window_start, product, window_end, purchase_count, points_count, revenue, pieces, points, weight, discount,
  mean_amount, mean_pieces, mean_weight, mean_discount, least, greatest_discount, first_customer, latest_payment,
  customers, cities, web_revenue, gifts, aggregate_interval, is_final
)
SELECT
  window_start,
  product,
  window_start + INTERVAL '1' MINUTE AS window_end,
  COUNT(*) AS purchase_count,
  COUNT(points) AS points_count,
  COALESCE(SUM(amount), 0) AS revenue,
  COALESCE(SUM(CAST(pieces AS BIGINT)), 0) AS pieces,
  COALESCE(SUM(points), 0) AS points,
  COALESCE(SUM(weight), 0) AS weight,
  COALESCE(SUM(discount), 0) AS discount,
  CAST(SUM(amount) AS DOUBLE) / COUNT(amount) AS mean_amount,
  CAST(SUM(CAST(pieces AS BIGINT)) AS DOUBLE) / COUNT(pieces) AS mean_pieces,
  AVG(weight) AS mean_weight,
  CAST(SUM(discount) AS DOUBLE) / COUNT(discount) AS mean_discount,
  MIN(amount) AS least,
  MAX(discount) AS greatest_discount,
  MIN(customer) AS first_customer,
  MAX(paid_at) AS latest_payment,
  COUNT(DISTINCT customer) AS customers,
  COUNT(DISTINCT address.city) AS cities,
  COALESCE(SUM(amount) FILTER (WHERE channel = 'WEB'), 0) AS web_revenue,
  COUNT(*) FILTER (WHERE is_gift) AS gifts,
  'PT1M' AS aggregate_interval,
  FALSE AS is_final
FROM TABLE(TUMBLE(DATA => TABLE shop_events, TIMECOL => DESCRIPTOR(occurred_at), SIZE => INTERVAL '1' MINUTE))
WHERE COALESCE(window_time > CURRENT_WATERMARK(occurred_at), TRUE)
  AND product IS NOT NULL
  AND (event_type = 'purchase')
GROUP BY window_start, product
