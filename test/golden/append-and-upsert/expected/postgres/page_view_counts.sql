CREATE TABLE IF NOT EXISTS "page_view_counts" (
  "window_start" timestamptz NOT NULL,
  "postcode" text NOT NULL,
  "window_end" timestamptz NOT NULL,
  "page_view_count" bigint NOT NULL,
  "aggregate_interval" text NOT NULL,
  "is_final" boolean NOT NULL,
  PRIMARY KEY ("window_start", "postcode")
);
