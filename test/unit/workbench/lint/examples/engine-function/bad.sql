INSERT INTO latest_views (view_id, postcode)
SELECT ML_LABEL_ENCODER(view_id, ARRAY['a', 'b']) AS view_id, postcode
FROM page_views
