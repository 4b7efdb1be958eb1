-- Which events break no rule, and what do they say beyond what was sent?
-- input:     user_events (append), each event once
-- output:    processed_events (append): every event that dead_letters.sql does not take
-- rules:     `checked` is the same text here and in dead_letters.sql, so that an event comes out of exactly one of them
-- enriched:  device class from the user agent, region from the locale, host and path from addresses, time of processing
-- personal:  user agent and address of the caller end here; of pages neither query nor fragment is kept
-- late rows: are processed like all others; who counts them judges them
-- state:     none
-- @lint_allow wall-clock: processed_at says when the row was made, and nothing is computed from it
INSERT INTO processed_events (
  event_id, event_type, occurred_at, processed_at, user_id, session_id, device_class, region, page_host,
  page_path, referrer_host, search_text, result_count, product_id, quantity, order_id, item_count,
  amount_cents, `method`
)
WITH checked AS (
  SELECT
    event_id,
    event_type,
    occurred_at,
    user_id,
    session_id,
    user_agent,
    locale,
    ip_address,
    page_url,
    referrer,
    search_text,
    result_count,
    product_id,
    quantity,
    unit_price,
    order_id,
    items,
    total,
    `method`,
    CASE
      WHEN event_type = 'page_view' AND NOT COALESCE(REGEXP(page_url, '^(?i)https?://[^/?#\s]+'), FALSE)
        THEN 'page-view-without-address'
      WHEN event_type = 'search' AND NOT COALESCE(REGEXP(search_text, '\S'), FALSE) THEN 'search-without-text'
      WHEN event_type IN ('add_to_cart', 'remove_from_cart') AND NOT COALESCE(REGEXP(product_id, '\S'), FALSE)
        THEN 'cart-without-product'
      WHEN event_type IN ('add_to_cart', 'remove_from_cart') AND NOT COALESCE(quantity BETWEEN 1 AND 999, FALSE)
        THEN 'cart-quantity-out-of-range'
      WHEN event_type IN ('add_to_cart', 'remove_from_cart') AND COALESCE(unit_price, -1) < 0
        THEN 'cart-price-below-zero'
      WHEN event_type = 'purchase' AND NOT COALESCE(REGEXP(order_id, '\S'), FALSE) THEN 'purchase-without-order'
      WHEN event_type = 'purchase' AND COALESCE(CARDINALITY(items), 0) = 0 THEN 'purchase-without-items'
      WHEN event_type = 'purchase' AND COALESCE(total, -1) < 0 THEN 'purchase-total-below-zero'
      WHEN event_type IN ('sign_up', 'sign_in') AND NOT COALESCE(REGEXP(`method`, '\S'), FALSE) THEN 'sign-in-without-method'
      WHEN event_type NOT IN (
        'page_view', 'search', 'add_to_cart', 'remove_from_cart', 'purchase', 'sign_up', 'sign_in', 'sign_out'
      )
        THEN 'unknown-type'
    END AS broken_rule
  FROM user_events
)
SELECT
  event_id,
  event_type,
  occurred_at,
  CAST(CURRENT_TIMESTAMP AS TIMESTAMP(3)) AS processed_at,
  user_id,
  session_id,
  CASE
    WHEN NOT COALESCE(REGEXP(user_agent, '\S'), FALSE) THEN 'unknown'
    WHEN REGEXP(user_agent, '(?i)bot\b|crawler|spider') THEN 'bot'
    WHEN REGEXP(user_agent, '(?i)ipad|tablet|android(?!.*mobile)') THEN 'tablet'
    WHEN REGEXP(user_agent, '(?i)mobi|iphone|android') THEN 'mobile'
    ELSE 'desktop'
  END AS device_class,
  COALESCE(UPPER(REGEXP_EXTRACT(locale, '^[A-Za-z]{2,3}(?:[-_][A-Za-z]{4})?[-_]([A-Za-z]{2})\b', 1)), 'unknown') AS region,
  LOWER(REGEXP_EXTRACT(page_url, '^(?i)https?://(?:[^/?#@\s]*@)?([^/?#@\s]+)', 1)) AS page_host,
  REGEXP_REPLACE(REGEXP_EXTRACT(page_url, '^(?i)https?://[^/?#\s]+([^?#]*)', 1), '^$', '/') AS page_path,
  LOWER(REGEXP_EXTRACT(referrer, '^(?i)https?://(?:[^/?#@\s]*@)?([^/?#@\s]+)', 1)) AS referrer_host,
  LOWER(TRIM(search_text)) AS search_text,
  result_count,
  product_id,
  quantity,
  order_id,
  CARDINALITY(items) AS item_count,
  total AS amount_cents,
  `method`
FROM checked
WHERE broken_rule IS NULL
