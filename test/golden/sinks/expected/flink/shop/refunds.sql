CREATE TABLE `refunds` (
  `city` STRING NOT NULL,
  `refund` BIGINT NOT NULL,
  `reason` STRING
) WITH (
  'connector' = 'kafka',
  'topic' = 'test.streaming.refunds',
  'properties.bootstrap.servers' = '${kafka.bootstrap_servers}',
  'properties.isolation.level' = 'read_committed',
  'scan.startup.mode' = 'earliest-offset',
  'value.format' = 'avro-confluent',
  'value.avro-confluent.url' = '${registry.ccompat_url}',
  'value.avro-confluent.subject' = 'test.streaming.refunds-value',
  'value.avro-confluent.schema' = '{"type":"record","name":"refunds","namespace":"io.millrace.shop","fields":[{"name":"city","type":"string"},{"name":"refund","type":"long"},{"name":"reason","type":["null","string"],"default":null}]}',
  'sink.delivery-guarantee' = 'exactly-once',
  'sink.transactional-id-prefix' = '${statement.transactional_id_prefix}-refunds',
  'sink.transaction-naming-strategy' = 'pooling',
  'properties.transaction.timeout.ms' = '900000'
);
