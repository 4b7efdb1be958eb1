CREATE TABLE IF NOT EXISTS `sensor_readings` (
  `event_id` String,
  `sensor` String,
  `read_at` DateTime64(3, 'UTC'),
  `is_outside` Bool,
  `status` LowCardinality(String),
  `unit` String DEFAULT '°C \'new\'',
  `kafka_partition` Int32,
  `kafka_offset` UInt64,
  `is_deleted` UInt8
)
ENGINE = ReplacingMergeTree(kafka_offset, is_deleted)
ORDER BY (`event_id`)
TTL toDateTime(`read_at`) + toIntervalSecond(3600)
COMMENT 'readings of the domain shop';
