CREATE TABLE `refunds_by_key` (
  `reason` STRING NOT NULL,
  `refunded_at` TIMESTAMP(3) NOT NULL
) WITH (
  'connector' = 'kafka',
  'topic' = 'test.streaming.refunds-by-key',
  'properties.bootstrap.servers' = '${kafka.bootstrap_servers}',
  'properties.isolation.level' = 'read_committed',
  'scan.startup.mode' = 'earliest-offset',
  'key.format' = 'avro-confluent',
  'key.avro-confluent.url' = '${registry.ccompat_url}',
  'key.avro-confluent.subject' = 'test.streaming.refunds-by-key-key',
  'key.avro-confluent.schema' = '{"type":"record","name":"refunds_by_key_key","namespace":"io.millrace.shop","fields":[{"name":"refunded_at","type":{"type":"long","logicalType":"timestamp-millis"}},{"name":"reason","type":"string"}]}',
  'key.fields' = 'refunded_at;reason',
  'value.fields-include' = 'ALL',
  'value.format' = 'avro-confluent',
  'value.avro-confluent.url' = '${registry.ccompat_url}',
  'value.avro-confluent.subject' = 'test.streaming.refunds-by-key-value',
  'value.avro-confluent.schema' = '{"type":"record","name":"refunds_by_key","namespace":"io.millrace.shop","fields":[{"name":"reason","type":"string"},{"name":"refunded_at","type":{"type":"long","logicalType":"timestamp-millis"}}]}',
  'sink.delivery-guarantee' = 'exactly-once',
  'sink.transactional-id-prefix' = '${statement.transactional_id_prefix}-refunds_by_key',
  'sink.transaction-naming-strategy' = 'pooling',
  'properties.transaction.timeout.ms' = '900000'
);
