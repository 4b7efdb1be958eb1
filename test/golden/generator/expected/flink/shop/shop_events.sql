CREATE TABLE `shop_events` (
  `event_id` STRING NOT NULL,
  `ts` TIMESTAMP(3) NOT NULL,
  `user_id` STRING NOT NULL,
  `visit` STRING NOT NULL,
  `event_type` STRING NOT NULL COMMENT 'Which type of event it is.',
  `page` STRING,
  `product` STRING,
  `price` BIGINT,
  `gift` BOOLEAN,
  WATERMARK FOR `ts` AS `ts`
) WITH (
  'connector' = 'kafka',
  'topic' = 'test.streaming.shop.events',
  'properties.bootstrap.servers' = '${kafka.bootstrap_servers}',
  'properties.isolation.level' = 'read_committed',
  'properties.group.id' = '${statement.group_id}',
  'scan.startup.mode' = 'earliest-offset',
  'scan.watermark.idle-timeout' = '10000 ms',
  'value.format' = 'avro-confluent-or-dead-letter',
  'value.avro-confluent-or-dead-letter.url' = '${registry.ccompat_url}',
  'value.avro-confluent-or-dead-letter.subject' = 'test.streaming.shop.events-value',
  'value.avro-confluent-or-dead-letter.schema' = '{"type":"record","name":"shop_events","namespace":"io.millrace.shop","fields":[{"name":"event_id","type":"string"},{"name":"ts","type":{"type":"long","logicalType":"timestamp-millis"}},{"name":"user_id","type":"string"},{"name":"visit","type":"string"},{"name":"event_type","type":"string","doc":"Which type of event it is."},{"name":"page","type":["null","string"],"default":null},{"name":"product","type":["null","string"],"default":null},{"name":"price","type":["null",{"type":"long","currency":"EUR","unit":"minor"}],"default":null},{"name":"gift","type":["null","boolean"],"default":null}]}',
  'value.avro-confluent-or-dead-letter.dead-letter-topic' = 'test.dead-letter.shop'
);
