CREATE TABLE IF NOT EXISTS "shop_sales" (
  "window_start" timestamptz NOT NULL,
  "city" text NOT NULL,
  "window_end" timestamptz NOT NULL,
  "total" bigint NOT NULL,
  "as_of" timestamptz NOT NULL,
  "kafka_partition" integer,
  "kafka_offset" bigint,
  PRIMARY KEY ("window_start", "city")
) PARTITION BY RANGE ("window_start");
CREATE INDEX IF NOT EXISTS "shop_sales_city_window_start_idx" ON "shop_sales" ("city", "window_start" DESC);
