-- What has each club taken?
-- @state_ttl 2 hours
INSERT INTO takings (club_id, taken)
SELECT club_id, SUM(price) AS taken
FROM club_events
WHERE event_type = 'drink_sold'
GROUP BY club_id
