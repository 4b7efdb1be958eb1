CREATE TABLE IF NOT EXISTS "shop_sales" (
  "window_start" timestamptz NOT NULL,
  "city" text NOT NULL,
  "window_end" timestamptz NOT NULL,
  "total" bigint NOT NULL,
  PRIMARY KEY ("window_start", "city")
);
