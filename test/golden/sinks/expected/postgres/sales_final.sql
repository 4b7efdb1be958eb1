CREATE TABLE IF NOT EXISTS "sales_final" (
  "window_start" timestamptz NOT NULL,
  "city" text NOT NULL,
  "window_end" timestamptz NOT NULL,
  "total" bigint NOT NULL,
  PRIMARY KEY ("window_start", "city")
);
