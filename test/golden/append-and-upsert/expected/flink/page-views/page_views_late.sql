CREATE TABLE `page_views_late` (
  `event_id` STRING NOT NULL,
  `user_id` BIGINT NOT NULL,
  `postcode` STRING NOT NULL,
  `webpage` STRING NOT NULL,
  `viewed_at` TIMESTAMP(3) NOT NULL,
  `window_start` TIMESTAMP(3) NOT NULL,
  `judged_by_watermark` TIMESTAMP(3) NOT NULL COMMENT 'The newest event time when the row came.',
  `is_counted` BOOLEAN NOT NULL COMMENT 'Whether the row still corrected its window.',
  `record_time` TIMESTAMP_LTZ(3) METADATA FROM 'timestamp' COMMENT 'Time of the Kafka record.'
) WITH (
  'connector' = 'kafka',
  'topic' = 'test.streaming.page-view.late',
  'properties.bootstrap.servers' = '${kafka.bootstrap_servers}',
  'properties.isolation.level' = 'read_committed',
  'scan.startup.mode' = 'earliest-offset',
  'key.format' = 'raw',
  'key.fields' = 'postcode',
  'value.fields-include' = 'ALL',
  'value.format' = 'avro-confluent',
  'value.avro-confluent.url' = '${registry.ccompat_url}',
  'value.avro-confluent.subject' = 'test.streaming.page-view.late-value',
  'value.avro-confluent.schema' = '{"type":"record","name":"page_views_late","namespace":"io.millrace.page_views","doc":"Page views that came behind the watermark at their window.","fields":[{"name":"event_id","type":"string"},{"name":"user_id","type":"long"},{"name":"postcode","type":"string"},{"name":"webpage","type":"string"},{"name":"viewed_at","type":{"type":"long","logicalType":"timestamp-millis"}},{"name":"window_start","type":{"type":"long","logicalType":"timestamp-millis"}},{"name":"judged_by_watermark","type":{"type":"long","logicalType":"timestamp-millis"},"doc":"The newest event time when the row came."},{"name":"is_counted","type":"boolean","doc":"Whether the row still corrected its window."}]}',
  'sink.delivery-guarantee' = 'exactly-once',
  'sink.transactional-id-prefix' = '${statement.transactional_id_prefix}-page_views_late',
  'sink.transaction-naming-strategy' = 'pooling',
  'properties.transaction.timeout.ms' = '900000'
);
