INSERT INTO guests (guest, came_at)
SELECT guest, ts FROM club_events
