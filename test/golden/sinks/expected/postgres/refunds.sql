CREATE TABLE IF NOT EXISTS "refunds" (
  "city" text NOT NULL,
  "refund" bigint NOT NULL,
  "reason" text,
  PRIMARY KEY ("city", "refund")
);
