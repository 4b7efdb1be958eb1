CREATE TABLE `page_view_counts` (
  `window_start` TIMESTAMP(3) NOT NULL COMMENT 'Start of the minute, inclusive.',
  `postcode` STRING NOT NULL,
  `window_end` TIMESTAMP(3) NOT NULL COMMENT 'End of the minute, exclusive.',
  `page_view_count` BIGINT NOT NULL,
  `aggregate_interval` STRING NOT NULL COMMENT 'Length of the window as an ISO 8601 duration.',
  `is_final` BOOLEAN NOT NULL COMMENT 'Whether no later row can change the count.',
  `record_time` TIMESTAMP_LTZ(3) METADATA FROM 'timestamp' COMMENT 'Time of the Kafka record.',
  PRIMARY KEY (`window_start`, `postcode`) NOT ENFORCED
) WITH (
  'connector' = 'upsert-kafka',
  'topic' = 'test.streaming.page-view.output.provisional',
  'properties.bootstrap.servers' = '${kafka.bootstrap_servers}',
  'properties.isolation.level' = 'read_committed',
  'key.format' = 'avro-confluent',
  'key.avro-confluent.url' = '${registry.ccompat_url}',
  'key.avro-confluent.subject' = 'test.streaming.page-view.output.provisional-key',
  'key.avro-confluent.schema' = '{"type":"record","name":"page_view_counts_key","namespace":"io.millrace.page_views","fields":[{"name":"window_start","type":{"type":"long","logicalType":"timestamp-millis"}},{"name":"postcode","type":"string"}]}',
  'value.fields-include' = 'ALL',
  'value.format' = 'avro-confluent',
  'value.avro-confluent.url' = '${registry.ccompat_url}',
  'value.avro-confluent.subject' = 'test.streaming.page-view.output.provisional-value',
  'value.avro-confluent.schema' = '{"type":"record","name":"page_view_counts","namespace":"io.millrace.page_views","doc":"Provisional counts, corrected by late rows while the grace lasts.","fields":[{"name":"window_start","type":{"type":"long","logicalType":"timestamp-millis"},"doc":"Start of the minute, inclusive."},{"name":"postcode","type":"string"},{"name":"window_end","type":{"type":"long","logicalType":"timestamp-millis"},"doc":"End of the minute, exclusive."},{"name":"page_view_count","type":"long"},{"name":"aggregate_interval","type":"string","doc":"Length of the window as an ISO 8601 duration."},{"name":"is_final","type":"boolean","doc":"Whether no later row can change the count."}]}',
  'sink.delivery-guarantee' = 'exactly-once',
  'sink.transactional-id-prefix' = '${statement.transactional_id_prefix}-page_view_counts',
  'sink.transaction-naming-strategy' = 'pooling',
  'properties.transaction.timeout.ms' = '900000'
);
