CREATE TABLE IF NOT EXISTS "page_view_counts" (
  "window_start" timestamptz NOT NULL,
  "postcode" text NOT NULL,
  "window_end" timestamptz NOT NULL,
  "page_view_count" bigint NOT NULL,
  "aggregate_interval" text NOT NULL,
  "is_final" boolean NOT NULL,
  "as_of" timestamptz NOT NULL,
  "kafka_partition" integer,
  "kafka_offset" bigint,
  PRIMARY KEY ("window_start", "postcode")
) PARTITION BY RANGE ("window_start");
CREATE INDEX IF NOT EXISTS "page_view_counts_postcode_window_start_idx" ON "page_view_counts" ("postcode", "window_start" DESC);
