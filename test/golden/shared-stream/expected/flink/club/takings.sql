CREATE TABLE `takings` (
  `club_id` STRING NOT NULL,
  `taken` BIGINT,
  PRIMARY KEY (`club_id`) NOT ENFORCED
) WITH (
  'connector' = 'upsert-kafka',
  'topic' = 'club.takings',
  'properties.bootstrap.servers' = '${kafka.bootstrap_servers}',
  'properties.isolation.level' = 'read_committed',
  'key.format' = 'avro-confluent',
  'key.avro-confluent.url' = '${registry.ccompat_url}',
  'key.avro-confluent.subject' = 'club.takings-key',
  'key.avro-confluent.schema' = '{"type":"record","name":"takings_key","namespace":"io.millrace.club","fields":[{"name":"club_id","type":"string"}]}',
  'value.fields-include' = 'ALL',
  'value.format' = 'avro-confluent',
  'value.avro-confluent.url' = '${registry.ccompat_url}',
  'value.avro-confluent.subject' = 'club.takings-value',
  'value.avro-confluent.schema' = '{"type":"record","name":"takings","namespace":"io.millrace.club","fields":[{"name":"club_id","type":"string"},{"name":"taken","type":["null",{"type":"long","currency":"EUR","unit":"minor"}],"default":null}]}',
  'sink.delivery-guarantee' = 'exactly-once',
  'sink.transactional-id-prefix' = '${statement.transactional_id_prefix}-takings',
  'sink.transaction-naming-strategy' = 'pooling',
  'properties.transaction.timeout.ms' = '900000',
  'sink.buffer-flush.interval' = '1000 ms',
  'sink.buffer-flush.max-rows' = '100000'
);
