CREATE TABLE `best_categories` (
  `window_start` TIMESTAMP(3) NOT NULL COMMENT 'Start of the window, inclusive.',
  `category` STRING NOT NULL,
  `rank_number` BIGINT NOT NULL COMMENT 'Place by revenue in the window, from 1.',
  `window_end` TIMESTAMP(3) NOT NULL COMMENT 'End of the window, exclusive.',
  `revenue` BIGINT NOT NULL COMMENT 'Sum of amount.',
  `aggregate_interval` STRING NOT NULL COMMENT 'Length of the window as an ISO 8601 duration.',
  `is_final` BOOLEAN NOT NULL COMMENT 'Always false: late rows may change this one.',
  `record_time` TIMESTAMP_LTZ(3) METADATA FROM 'timestamp' COMMENT 'Time of the Kafka record.',
  PRIMARY KEY (`window_start`, `rank_number`) NOT ENFORCED
) WITH (
  'connector' = 'upsert-kafka',
  'topic' = 'test.streaming.shop.best-categories.provisional',
  'properties.bootstrap.servers' = '${kafka.bootstrap_servers}',
  'properties.isolation.level' = 'read_committed',
  'key.format' = 'avro-confluent',
  'key.avro-confluent.url' = '${registry.ccompat_url}',
  'key.avro-confluent.subject' = 'test.streaming.shop.best-categories.provisional-key',
  'key.avro-confluent.schema' = '{"type":"record","name":"best_categories_key","namespace":"io.millrace.shop","fields":[{"name":"window_start","type":{"type":"long","logicalType":"timestamp-millis"}},{"name":"rank_number","type":"long"}]}',
  'value.fields-include' = 'ALL',
  'value.format' = 'avro-confluent',
  'value.avro-confluent.url' = '${registry.ccompat_url}',
  'value.avro-confluent.subject' = 'test.streaming.shop.best-categories.provisional-value',
  'value.avro-confluent.schema' = '{"type":"record","name":"best_categories","namespace":"io.millrace.shop","fields":[{"name":"window_start","type":{"type":"long","logicalType":"timestamp-millis"},"doc":"Start of the window, inclusive."},{"name":"category","type":"string"},{"name":"rank_number","type":"long","doc":"Place by revenue in the window, from 1."},{"name":"window_end","type":{"type":"long","logicalType":"timestamp-millis"},"doc":"End of the window, exclusive."},{"name":"revenue","type":{"type":"long","currency":"EUR","unit":"minor"},"doc":"Sum of amount."},{"name":"aggregate_interval","type":"string","doc":"Length of the window as an ISO 8601 duration."},{"name":"is_final","type":"boolean","doc":"Always false: late rows may change this one."}]}',
  'sink.delivery-guarantee' = 'exactly-once',
  'sink.transactional-id-prefix' = '${statement.transactional_id_prefix}-best_categories',
  'sink.transaction-naming-strategy' = 'pooling',
  'properties.transaction.timeout.ms' = '900000'
);
