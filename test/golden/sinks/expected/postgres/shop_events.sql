CREATE TABLE IF NOT EXISTS "shop_events" (
  "event_id" text NOT NULL,
  "occurred_at" timestamptz NOT NULL,
  "user_id" text NOT NULL,
  "event_type" text NOT NULL,
  "amount" numeric(18,2),
  "paid_minor_units" bigint,
  "paid_currency" text,
  "address_city" text,
  "address_floor" integer,
  "tags" text[],
  "device" text,
  "as_of" timestamptz NOT NULL,
  "kafka_partition" integer,
  "kafka_offset" bigint,
  PRIMARY KEY ("event_id")
);
CREATE INDEX IF NOT EXISTS "shop_events_occurred_at_idx" ON "shop_events" ("occurred_at" DESC);
CREATE INDEX IF NOT EXISTS "shop_events_user_id_occurred_at_idx" ON "shop_events" ("user_id", "occurred_at" DESC);
