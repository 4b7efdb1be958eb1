-- Refunds as they come
INSERT INTO refunds (city, refund, reason)
SELECT address.city, 1, CAST(NULL AS STRING) FROM shop_events WHERE event_type = 'refund'
