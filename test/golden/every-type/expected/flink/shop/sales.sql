CREATE TABLE `sales` (
  `shop_id` INT NOT NULL,
  `device` STRING NOT NULL,
  `revenue` BIGINT,
  PRIMARY KEY (`device`, `shop_id`) NOT ENFORCED
) WITH (
  'connector' = 'upsert-kafka',
  'topic' = 'test.streaming.sales',
  'properties.bootstrap.servers' = '${kafka.bootstrap_servers}',
  'properties.isolation.level' = 'read_committed',
  'key.format' = 'avro-confluent',
  'key.avro-confluent.url' = '${registry.ccompat_url}',
  'key.avro-confluent.subject' = 'test.streaming.sales-key',
  'key.avro-confluent.schema' = '{"type":"record","name":"sales_key","namespace":"io.millrace.shop","fields":[{"name":"device","type":"string"},{"name":"shop_id","type":"int"}]}',
  'value.fields-include' = 'ALL',
  'value.format' = 'avro-confluent',
  'value.avro-confluent.url' = '${registry.ccompat_url}',
  'value.avro-confluent.subject' = 'test.streaming.sales-value',
  'value.avro-confluent.schema' = '{"type":"record","name":"sales","namespace":"io.millrace.shop","fields":[{"name":"shop_id","type":"int"},{"name":"device","type":"string"},{"name":"revenue","type":["null",{"type":"long","currency":"EUR","unit":"minor"}],"default":null}]}',
  'sink.delivery-guarantee' = 'exactly-once',
  'sink.transactional-id-prefix' = '${statement.transactional_id_prefix}-sales',
  'sink.transaction-naming-strategy' = 'pooling',
  'properties.transaction.timeout.ms' = '900000',
  'sink.buffer-flush.interval' = '500 ms',
  'sink.buffer-flush.max-rows' = '100000'
);
