CREATE TABLE `day_so_far` (
  `window_start` TIMESTAMP(3) NOT NULL COMMENT 'Start of the window, inclusive.',
  `shop` STRING NOT NULL COMMENT 'Where it happened.',
  `window_end` TIMESTAMP(3) NOT NULL COMMENT 'End of the window, exclusive.',
  `customers` BIGINT NOT NULL COMMENT 'Number of different values of customer.',
  `aggregate_interval` STRING NOT NULL COMMENT 'Greatest length of the window as an ISO 8601 duration.',
  `is_final` BOOLEAN NOT NULL COMMENT 'Always false: late rows may change this one.',
  `record_time` TIMESTAMP_LTZ(3) METADATA FROM 'timestamp' COMMENT 'Time of the Kafka record.',
  PRIMARY KEY (`window_end`, `shop`) NOT ENFORCED
) WITH (
  'connector' = 'upsert-kafka',
  'topic' = 'test.streaming.shop-day.provisional',
  'properties.bootstrap.servers' = '${kafka.bootstrap_servers}',
  'properties.isolation.level' = 'read_committed',
  'key.format' = 'avro-confluent',
  'key.avro-confluent.url' = '${registry.ccompat_url}',
  'key.avro-confluent.subject' = 'test.streaming.shop-day.provisional-key',
  'key.avro-confluent.schema' = '{"type":"record","name":"day_so_far_key","namespace":"io.millrace.shop","fields":[{"name":"window_end","type":{"type":"long","logicalType":"timestamp-millis"}},{"name":"shop","type":"string"}]}',
  'value.fields-include' = 'ALL',
  'value.format' = 'avro-confluent',
  'value.avro-confluent.url' = '${registry.ccompat_url}',
  'value.avro-confluent.subject' = 'test.streaming.shop-day.provisional-value',
  'value.avro-confluent.schema' = '{"type":"record","name":"day_so_far","namespace":"io.millrace.shop","fields":[{"name":"window_start","type":{"type":"long","logicalType":"timestamp-millis"},"doc":"Start of the window, inclusive."},{"name":"shop","type":"string","doc":"Where it happened."},{"name":"window_end","type":{"type":"long","logicalType":"timestamp-millis"},"doc":"End of the window, exclusive."},{"name":"customers","type":"long","doc":"Number of different values of customer."},{"name":"aggregate_interval","type":"string","doc":"Greatest length of the window as an ISO 8601 duration."},{"name":"is_final","type":"boolean","doc":"Always false: late rows may change this one."}]}',
  'sink.delivery-guarantee' = 'exactly-once',
  'sink.transactional-id-prefix' = '${statement.transactional_id_prefix}-day_so_far',
  'sink.transaction-naming-strategy' = 'pooling',
  'properties.transaction.timeout.ms' = '900000'
);
