CREATE TABLE IF NOT EXISTS `shop_events` (
  `event_id` String,
  `occurred_at` DateTime64(3, 'UTC'),
  `user_id` String,
  `event_type` String,
  `amount` Nullable(Decimal(18, 2)),
  `paid_minor_units` Nullable(Int64),
  `paid_currency` LowCardinality(Nullable(String)),
  `fee` Nullable(Int64),
  `address_city` Nullable(String),
  `address_floor` Nullable(Int32),
  `tags` Array(String),
  `sizes` Array(Nullable(Int32)),
  `lines` Array(Tuple(sku String, price Tuple(minor_units Int64, currency LowCardinality(String)))),
  `labels` Map(String, Float64),
  `device` LowCardinality(Nullable(String)),
  `kafka_partition` Int32,
  `kafka_offset` UInt64,
  `is_deleted` UInt8
)
ENGINE = ReplacingMergeTree(kafka_offset, is_deleted)
PARTITION BY toYYYYMM(`occurred_at`)
ORDER BY (`event_id`, `occurred_at`)
TTL toDateTime(`occurred_at`) + toIntervalSecond(7776000)
COMMENT 'shop_events of the domain shop';
