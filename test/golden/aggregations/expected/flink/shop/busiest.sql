CREATE TABLE `busiest` (
  `window_start` TIMESTAMP(3) NOT NULL COMMENT 'Start of the window, inclusive.',
  `shop` STRING NOT NULL COMMENT 'Where it happened.',
  `rank_number` BIGINT NOT NULL COMMENT 'Place by event_count in the window, from 1.',
  `window_end` TIMESTAMP(3) NOT NULL COMMENT 'End of the window, exclusive.',
  `event_count` BIGINT NOT NULL COMMENT 'Number of rows.',
  `aggregate_interval` STRING NOT NULL COMMENT 'Greatest length of the window as an ISO 8601 duration.',
  `is_final` BOOLEAN NOT NULL COMMENT 'Always false: late rows may change this one.',
  `record_time` TIMESTAMP_LTZ(3) METADATA FROM 'timestamp' COMMENT 'Time of the Kafka record.',
  PRIMARY KEY (`window_end`, `rank_number`) NOT ENFORCED
) WITH (
  'connector' = 'upsert-kafka',
  'topic' = 'test.streaming.shop.busiest',
  'properties.bootstrap.servers' = '${kafka.bootstrap_servers}',
  'properties.isolation.level' = 'read_committed',
  'key.format' = 'avro-confluent',
  'key.avro-confluent.url' = '${registry.ccompat_url}',
  'key.avro-confluent.subject' = 'test.streaming.shop.busiest-key',
  'key.avro-confluent.schema' = '{"type":"record","name":"busiest_key","namespace":"io.millrace.shop","fields":[{"name":"window_end","type":{"type":"long","logicalType":"timestamp-millis"}},{"name":"rank_number","type":"long"}]}',
  'value.fields-include' = 'ALL',
  'value.format' = 'avro-confluent',
  'value.avro-confluent.url' = '${registry.ccompat_url}',
  'value.avro-confluent.subject' = 'test.streaming.shop.busiest-value',
  'value.avro-confluent.schema' = '{"type":"record","name":"busiest","namespace":"io.millrace.shop","fields":[{"name":"window_start","type":{"type":"long","logicalType":"timestamp-millis"},"doc":"Start of the window, inclusive."},{"name":"shop","type":"string","doc":"Where it happened."},{"name":"rank_number","type":"long","doc":"Place by event_count in the window, from 1."},{"name":"window_end","type":{"type":"long","logicalType":"timestamp-millis"},"doc":"End of the window, exclusive."},{"name":"event_count","type":"long","doc":"Number of rows."},{"name":"aggregate_interval","type":"string","doc":"Greatest length of the window as an ISO 8601 duration."},{"name":"is_final","type":"boolean","doc":"Always false: late rows may change this one."}]}',
  'sink.delivery-guarantee' = 'exactly-once',
  'sink.transactional-id-prefix' = '${statement.transactional_id_prefix}-busiest',
  'sink.transaction-naming-strategy' = 'pooling',
  'properties.transaction.timeout.ms' = '900000'
);
