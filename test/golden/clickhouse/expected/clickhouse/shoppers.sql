CREATE TABLE IF NOT EXISTS `shoppers` (
  `user_id` String,
  `purchases` Int64,
  `kafka_partition` Int32,
  `kafka_offset` UInt64,
  `is_deleted` UInt8
)
ENGINE = ReplacingMergeTree(kafka_offset, is_deleted)
ORDER BY (`user_id`)
COMMENT 'shoppers of the domain shop';
