CREATE TABLE `shoppers` (
  `user_id` STRING NOT NULL,
  `purchases` BIGINT NOT NULL,
  PRIMARY KEY (`user_id`) NOT ENFORCED
) WITH (
  'connector' = 'upsert-kafka',
  'topic' = 'test.streaming.shoppers',
  'properties.bootstrap.servers' = '${kafka.bootstrap_servers}',
  'properties.isolation.level' = 'read_committed',
  'key.format' = 'avro-confluent',
  'key.avro-confluent.url' = '${registry.ccompat_url}',
  'key.avro-confluent.subject' = 'test.streaming.shoppers-key',
  'key.avro-confluent.schema' = '{"type":"record","name":"shoppers_key","namespace":"io.millrace.shop","fields":[{"name":"user_id","type":"string"}]}',
  'value.fields-include' = 'ALL',
  'value.format' = 'avro-confluent',
  'value.avro-confluent.url' = '${registry.ccompat_url}',
  'value.avro-confluent.subject' = 'test.streaming.shoppers-value',
  'value.avro-confluent.schema' = '{"type":"record","name":"shoppers","namespace":"io.millrace.shop","fields":[{"name":"user_id","type":"string"},{"name":"purchases","type":"long"}]}',
  'sink.delivery-guarantee' = 'exactly-once',
  'sink.transactional-id-prefix' = '${statement.transactional_id_prefix}-shoppers',
  'sink.transaction-naming-strategy' = 'pooling',
  'properties.transaction.timeout.ms' = '900000',
  'sink.buffer-flush.interval' = '1000 ms',
  'sink.buffer-flush.max-rows' = '100000'
);
