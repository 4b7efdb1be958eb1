CREATE TABLE IF NOT EXISTS `sales` (
  `window_start` DateTime64(3, 'UTC'),
  `city` String,
  `window_end` DateTime64(3, 'UTC'),
  `total` Int64,
  `discount` Nullable(Float64),
  `kafka_partition` Int32,
  `kafka_offset` UInt64,
  `is_deleted` UInt8
)
ENGINE = ReplacingMergeTree(kafka_offset, is_deleted)
PARTITION BY toYYYYMM(`window_start`)
ORDER BY (`city`, `window_start`)
COMMENT 'sales of the domain shop';
