-- Which events break a rule, which one, and what were they?
-- input:     user_events (append), each event once
-- output:    dead_letters (append): every event that processed_events.sql does not take
-- rules:     `checked` is the same text here and in processed_events.sql; of several broken rules the first is told
-- personal:  reason holds no value of the event; original is the event itself
-- late rows: are told like all others
-- state:     none
INSERT INTO dead_letters (event_id, event_type, occurred_at, broken_rule, reason, original)
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
  broken_rule,
  CASE broken_rule
    WHEN 'page-view-without-address' THEN 'page_url is missing, or does not begin with http:// or https:// and a host'
    WHEN 'search-without-text' THEN 'search_text is missing or blank'
    WHEN 'cart-without-product' THEN 'product_id is missing or blank'
    WHEN 'cart-quantity-out-of-range' THEN 'quantity is missing or not from 1 to 999'
    WHEN 'cart-price-below-zero' THEN 'unit_price is missing or below zero'
    WHEN 'purchase-without-order' THEN 'order_id is missing or blank'
    WHEN 'purchase-without-items' THEN 'items is missing or empty'
    WHEN 'purchase-total-below-zero' THEN 'total is missing or below zero'
    WHEN 'sign-in-without-method' THEN 'method is missing or blank'
    ELSE 'event_type is none of the types of this domain'
  END AS reason,
  JSON_OBJECT(
    KEY 'event_id' VALUE event_id,
    KEY 'event_type' VALUE event_type,
    KEY 'timestamp' VALUE CONCAT(DATE_FORMAT(occurred_at, 'yyyy-MM-dd''T''HH:mm:ss.SSS'), 'Z'),
    KEY 'user_id' VALUE user_id,
    KEY 'session_id' VALUE session_id,
    KEY 'user_agent' VALUE user_agent,
    KEY 'locale' VALUE locale,
    KEY 'ip_address' VALUE ip_address,
    KEY 'page_url' VALUE page_url,
    KEY 'referrer' VALUE referrer,
    KEY 'search_text' VALUE search_text,
    KEY 'result_count' VALUE result_count,
    KEY 'product_id' VALUE product_id,
    KEY 'quantity' VALUE quantity,
    KEY 'unit_price' VALUE CAST(unit_price AS DECIMAL(18, 0)) * 0.01,
    KEY 'order_id' VALUE order_id,
    KEY 'items' VALUE items,
    KEY 'total' VALUE CAST(total AS DECIMAL(18, 0)) * 0.01,
    KEY 'method' VALUE `method`
    ABSENT ON NULL
  ) AS original
FROM checked
WHERE broken_rule IS NOT NULL
