CREATE TABLE IF NOT EXISTS "refunds" (
  "city" text NOT NULL,
  "refund" bigint NOT NULL,
  "reason" text,
  "as_of" timestamptz NOT NULL,
  "kafka_partition" integer,
  "kafka_offset" bigint,
  PRIMARY KEY ("city", "refund")
);
