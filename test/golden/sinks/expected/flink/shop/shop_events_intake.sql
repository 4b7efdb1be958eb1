CREATE TABLE `shop_events_intake` (
  `window_start` TIMESTAMP(3) NOT NULL COMMENT 'Start of the minute, inclusive.',
  `window_end` TIMESTAMP(3) NOT NULL COMMENT 'End of the minute, exclusive.',
  `received_count` BIGINT NOT NULL COMMENT 'All that came.',
  `unique_count` BIGINT NOT NULL COMMENT 'Those that had not come before.',
  `duplicate_count` BIGINT NOT NULL COMMENT 'Those that had, and were left out.',
  `record_time` TIMESTAMP_LTZ(3) METADATA FROM 'timestamp' COMMENT 'Time of the Kafka record.',
  PRIMARY KEY (`window_start`) NOT ENFORCED
) WITH (
  'connector' = 'upsert-kafka',
  'topic' = 'test.streaming.shop-events.intake',
  'properties.bootstrap.servers' = '${kafka.bootstrap_servers}',
  'properties.isolation.level' = 'read_committed',
  'key.format' = 'avro-confluent',
  'key.avro-confluent.url' = '${registry.ccompat_url}',
  'key.avro-confluent.subject' = 'test.streaming.shop-events.intake-key',
  'key.avro-confluent.schema' = '{"type":"record","name":"shop_events_intake_key","namespace":"io.millrace.shop","fields":[{"name":"window_start","type":{"type":"long","logicalType":"timestamp-millis"}}]}',
  'value.fields-include' = 'ALL',
  'value.format' = 'avro-confluent',
  'value.avro-confluent.url' = '${registry.ccompat_url}',
  'value.avro-confluent.subject' = 'test.streaming.shop-events.intake-value',
  'value.avro-confluent.schema' = '{"type":"record","name":"shop_events_intake","namespace":"io.millrace.shop","doc":"How many events of shop_events came in each minute of event time, and how many of them had come before.","fields":[{"name":"window_start","type":{"type":"long","logicalType":"timestamp-millis"},"doc":"Start of the minute, inclusive."},{"name":"window_end","type":{"type":"long","logicalType":"timestamp-millis"},"doc":"End of the minute, exclusive."},{"name":"received_count","type":"long","doc":"All that came."},{"name":"unique_count","type":"long","doc":"Those that had not come before."},{"name":"duplicate_count","type":"long","doc":"Those that had, and were left out."}]}',
  'sink.delivery-guarantee' = 'exactly-once',
  'sink.transactional-id-prefix' = '${statement.transactional_id_prefix}-shop_events_intake',
  'sink.transaction-naming-strategy' = 'pooling',
  'properties.transaction.timeout.ms' = '900000',
  'sink.buffer-flush.interval' = '1000 ms',
  'sink.buffer-flush.max-rows' = '100000'
);
