CREATE TABLE `sales_final` (
  `window_start` TIMESTAMP(3) NOT NULL,
  `city` STRING NOT NULL,
  `window_end` TIMESTAMP(3) NOT NULL,
  `total` BIGINT NOT NULL,
  `record_time` TIMESTAMP_LTZ(3) METADATA FROM 'timestamp' COMMENT 'Time of the Kafka record.'
) WITH (
  'connector' = 'kafka',
  'topic' = 'test.streaming.sales.final',
  'properties.bootstrap.servers' = '${kafka.bootstrap_servers}',
  'properties.isolation.level' = 'read_committed',
  'scan.startup.mode' = 'earliest-offset',
  'key.format' = 'raw',
  'key.fields' = 'city',
  'value.fields-include' = 'ALL',
  'value.format' = 'avro-confluent',
  'value.avro-confluent.url' = '${registry.ccompat_url}',
  'value.avro-confluent.subject' = 'test.streaming.sales.final-value',
  'value.avro-confluent.schema' = '{"type":"record","name":"sales_final","namespace":"io.millrace.shop","fields":[{"name":"window_start","type":{"type":"long","logicalType":"timestamp-millis"}},{"name":"city","type":"string"},{"name":"window_end","type":{"type":"long","logicalType":"timestamp-millis"}},{"name":"total","type":{"type":"long","currency":"EUR","unit":"minor"}}]}',
  'sink.delivery-guarantee' = 'exactly-once',
  'sink.transactional-id-prefix' = '${statement.transactional_id_prefix}-sales_final',
  'sink.transaction-naming-strategy' = 'pooling',
  'properties.transaction.timeout.ms' = '900000'
);
