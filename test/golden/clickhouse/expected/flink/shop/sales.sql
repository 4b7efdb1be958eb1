CREATE TABLE `sales` (
  `window_start` TIMESTAMP(3) NOT NULL,
  `city` STRING NOT NULL,
  `window_end` TIMESTAMP(3) NOT NULL,
  `total` BIGINT NOT NULL,
  `discount` DOUBLE,
  `record_time` TIMESTAMP_LTZ(3) METADATA FROM 'timestamp' COMMENT 'Time of the Kafka record.',
  PRIMARY KEY (`window_start`, `city`) NOT ENFORCED
) WITH (
  'connector' = 'upsert-kafka',
  'topic' = 'test.streaming.sales',
  'properties.bootstrap.servers' = '${kafka.bootstrap_servers}',
  'properties.isolation.level' = 'read_committed',
  'key.format' = 'avro-confluent',
  'key.avro-confluent.url' = '${registry.ccompat_url}',
  'key.avro-confluent.subject' = 'test.streaming.sales-key',
  'key.avro-confluent.schema' = '{"type":"record","name":"sales_key","namespace":"io.millrace.shop","fields":[{"name":"window_start","type":{"type":"long","logicalType":"timestamp-millis"}},{"name":"city","type":"string"}]}',
  'value.fields-include' = 'ALL',
  'value.format' = 'avro-confluent',
  'value.avro-confluent.url' = '${registry.ccompat_url}',
  'value.avro-confluent.subject' = 'test.streaming.sales-value',
  'value.avro-confluent.schema' = '{"type":"record","name":"sales","namespace":"io.millrace.shop","fields":[{"name":"window_start","type":{"type":"long","logicalType":"timestamp-millis"}},{"name":"city","type":"string"},{"name":"window_end","type":{"type":"long","logicalType":"timestamp-millis"}},{"name":"total","type":{"type":"long","currency":"EUR","unit":"minor"}},{"name":"discount","type":["null","double"],"default":null}]}',
  'sink.delivery-guarantee' = 'exactly-once',
  'sink.transactional-id-prefix' = '${statement.transactional_id_prefix}-sales',
  'sink.transaction-naming-strategy' = 'pooling',
  'properties.transaction.timeout.ms' = '900000',
  'sink.buffer-flush.interval' = '1000 ms',
  'sink.buffer-flush.max-rows' = '100000'
);
