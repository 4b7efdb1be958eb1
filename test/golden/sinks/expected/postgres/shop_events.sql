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
  PRIMARY KEY ("event_id")
);
