CREATE TABLE `cities` (
  `city` STRING NOT NULL,
  `sale_count` BIGINT NOT NULL,
  `last_sold_at` TIMESTAMP(3) NOT NULL,
  PRIMARY KEY (`city`) NOT ENFORCED
) WITH (
  'connector' = 'upsert-kafka',
  'topic' = 'test.streaming.cities',
  'properties.bootstrap.servers' = '${kafka.bootstrap_servers}',
  'properties.isolation.level' = 'read_committed',
  'key.format' = 'avro-confluent',
  'key.avro-confluent.url' = '${registry.ccompat_url}',
  'key.avro-confluent.subject' = 'test.streaming.cities-key',
  'key.avro-confluent.schema' = '{"type":"record","name":"cities_key","namespace":"io.millrace.shop","fields":[{"name":"city","type":"string"}]}',
  'value.fields-include' = 'ALL',
  'value.format' = 'avro-confluent',
  'value.avro-confluent.url' = '${registry.ccompat_url}',
  'value.avro-confluent.subject' = 'test.streaming.cities-value',
  'value.avro-confluent.schema' = '{"type":"record","name":"cities","namespace":"io.millrace.shop","doc":"The newest sale of each city.","fields":[{"name":"city","type":"string"},{"name":"sale_count","type":"long"},{"name":"last_sold_at","type":{"type":"long","logicalType":"timestamp-millis"}}]}',
  'sink.delivery-guarantee' = 'exactly-once',
  'sink.transactional-id-prefix' = '${statement.transactional_id_prefix}-cities',
  'sink.transaction-naming-strategy' = 'pooling',
  'properties.transaction.timeout.ms' = '900000',
  'sink.buffer-flush.interval' = '1000 ms',
  'sink.buffer-flush.max-rows' = '100000'
);
