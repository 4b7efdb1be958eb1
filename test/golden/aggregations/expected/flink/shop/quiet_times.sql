CREATE TABLE `quiet_times` (
  `window_start` TIMESTAMP(3) NOT NULL COMMENT 'Time of the first row, inclusive.',
  `window_end` TIMESTAMP(3) NOT NULL COMMENT 'End of the window, exclusive.',
  `event_count` BIGINT NOT NULL COMMENT 'Number of rows.',
  `aggregate_interval` STRING NOT NULL COMMENT 'The gap that ends a session as an ISO 8601 duration.',
  `is_final` BOOLEAN NOT NULL COMMENT 'Always true: no later row can change this one.',
  `record_time` TIMESTAMP_LTZ(3) METADATA FROM 'timestamp' COMMENT 'Time of the Kafka record.'
) WITH (
  'connector' = 'kafka',
  'topic' = 'test.streaming.shop.quiet-times',
  'properties.bootstrap.servers' = '${kafka.bootstrap_servers}',
  'properties.isolation.level' = 'read_committed',
  'scan.startup.mode' = 'earliest-offset',
  'key.format' = 'avro-confluent',
  'key.avro-confluent.url' = '${registry.ccompat_url}',
  'key.avro-confluent.subject' = 'test.streaming.shop.quiet-times-key',
  'key.avro-confluent.schema' = '{"type":"record","name":"quiet_times_key","namespace":"io.millrace.shop","fields":[{"name":"window_start","type":{"type":"long","logicalType":"timestamp-millis"}}]}',
  'key.fields' = 'window_start',
  'value.fields-include' = 'ALL',
  'value.format' = 'avro-confluent',
  'value.avro-confluent.url' = '${registry.ccompat_url}',
  'value.avro-confluent.subject' = 'test.streaming.shop.quiet-times-value',
  'value.avro-confluent.schema' = '{"type":"record","name":"quiet_times","namespace":"io.millrace.shop","fields":[{"name":"window_start","type":{"type":"long","logicalType":"timestamp-millis"},"doc":"Time of the first row, inclusive."},{"name":"window_end","type":{"type":"long","logicalType":"timestamp-millis"},"doc":"End of the window, exclusive."},{"name":"event_count","type":"long","doc":"Number of rows."},{"name":"aggregate_interval","type":"string","doc":"The gap that ends a session as an ISO 8601 duration."},{"name":"is_final","type":"boolean","doc":"Always true: no later row can change this one."}]}',
  'sink.delivery-guarantee' = 'exactly-once',
  'sink.transactional-id-prefix' = '${statement.transactional_id_prefix}-quiet_times',
  'sink.transaction-naming-strategy' = 'pooling',
  'properties.transaction.timeout.ms' = '900000'
);
