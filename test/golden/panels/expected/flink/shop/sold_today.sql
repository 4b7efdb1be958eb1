CREATE TABLE `sold_today` (
  `window_start` TIMESTAMP(3) NOT NULL COMMENT 'Start of the window, inclusive.',
  `window_end` TIMESTAMP(3) NOT NULL COMMENT 'End of the window, exclusive.',
  `revenue` BIGINT NOT NULL COMMENT 'Sum of amount.',
  `aggregate_interval` STRING NOT NULL COMMENT 'Greatest length of the window as an ISO 8601 duration.',
  `is_final` BOOLEAN NOT NULL COMMENT 'Always true: no later row can change this one.',
  `record_time` TIMESTAMP_LTZ(3) METADATA FROM 'timestamp' COMMENT 'Time of the Kafka record.'
) WITH (
  'connector' = 'kafka',
  'topic' = 'test.streaming.shop.sold-today',
  'properties.bootstrap.servers' = '${kafka.bootstrap_servers}',
  'properties.isolation.level' = 'read_committed',
  'scan.startup.mode' = 'earliest-offset',
  'key.format' = 'avro-confluent',
  'key.avro-confluent.url' = '${registry.ccompat_url}',
  'key.avro-confluent.subject' = 'test.streaming.shop.sold-today-key',
  'key.avro-confluent.schema' = '{"type":"record","name":"sold_today_key","namespace":"io.millrace.shop","fields":[{"name":"window_end","type":{"type":"long","logicalType":"timestamp-millis"}}]}',
  'key.fields' = 'window_end',
  'value.fields-include' = 'ALL',
  'value.format' = 'avro-confluent',
  'value.avro-confluent.url' = '${registry.ccompat_url}',
  'value.avro-confluent.subject' = 'test.streaming.shop.sold-today-value',
  'value.avro-confluent.schema' = '{"type":"record","name":"sold_today","namespace":"io.millrace.shop","fields":[{"name":"window_start","type":{"type":"long","logicalType":"timestamp-millis"},"doc":"Start of the window, inclusive."},{"name":"window_end","type":{"type":"long","logicalType":"timestamp-millis"},"doc":"End of the window, exclusive."},{"name":"revenue","type":{"type":"long","currency":"EUR","unit":"minor"},"doc":"Sum of amount."},{"name":"aggregate_interval","type":"string","doc":"Greatest length of the window as an ISO 8601 duration."},{"name":"is_final","type":"boolean","doc":"Always true: no later row can change this one."}]}',
  'sink.delivery-guarantee' = 'exactly-once',
  'sink.transactional-id-prefix' = '${statement.transactional_id_prefix}-sold_today',
  'sink.transaction-naming-strategy' = 'pooling',
  'properties.transaction.timeout.ms' = '900000'
);
