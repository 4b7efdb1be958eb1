CREATE TABLE `large_sales` (
  `city` STRING NOT NULL,
  `sold_at` TIMESTAMP(3) NOT NULL,
  `record_time` TIMESTAMP_LTZ(3) METADATA FROM 'timestamp' COMMENT 'Time of the Kafka record.'
) WITH (
  'connector' = 'kafka',
  'topic' = 'test.streaming.sales.large',
  'properties.bootstrap.servers' = '${kafka.bootstrap_servers}',
  'properties.isolation.level' = 'read_committed',
  'scan.startup.mode' = 'earliest-offset',
  'value.format' = 'avro-confluent',
  'value.avro-confluent.url' = '${registry.ccompat_url}',
  'value.avro-confluent.subject' = 'test.streaming.sales.large-value',
  'value.avro-confluent.schema' = '{"type":"record","name":"large_sales","namespace":"io.millrace.shop","fields":[{"name":"city","type":"string"},{"name":"sold_at","type":{"type":"long","logicalType":"timestamp-millis"}}]}',
  'sink.delivery-guarantee' = 'exactly-once',
  'sink.transactional-id-prefix' = '${statement.transactional_id_prefix}-large_sales',
  'sink.transaction-naming-strategy' = 'pooling',
  'properties.transaction.timeout.ms' = '900000'
);
