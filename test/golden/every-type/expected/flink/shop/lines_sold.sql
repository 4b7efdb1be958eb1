CREATE TABLE `lines_sold` (
  `bought_at` TIMESTAMP(3) NOT NULL,
  `product` STRING NOT NULL,
  `count` INT NOT NULL COMMENT 'It''s a reserved word.',
  `price` ROW<`minor_units` BIGINT NOT NULL, `currency` STRING NOT NULL> NOT NULL,
  `labels` MAP<STRING NOT NULL, STRING NOT NULL> NOT NULL,
  `address` ROW<`street` STRING NOT NULL, `zip` STRING>,
  `record_time` TIMESTAMP_LTZ(3) METADATA FROM 'timestamp' COMMENT 'Time of the Kafka record.',
  WATERMARK FOR `bought_at` AS `bought_at` - INTERVAL '1' SECOND
) WITH (
  'connector' = 'kafka',
  'topic' = 'test.streaming.lines-sold',
  'properties.bootstrap.servers' = '${kafka.bootstrap_servers}',
  'properties.isolation.level' = 'read_committed',
  'properties.group.id' = '${statement.group_id}-lines_sold',
  'scan.startup.mode' = 'earliest-offset',
  'scan.watermark.idle-timeout' = '10000 ms',
  'value.format' = 'avro-confluent',
  'value.avro-confluent.url' = '${registry.ccompat_url}',
  'value.avro-confluent.subject' = 'test.streaming.lines-sold-value',
  'value.avro-confluent.schema' = '{"type":"record","name":"lines_sold","namespace":"io.millrace.shop","fields":[{"name":"bought_at","type":{"type":"long","logicalType":"timestamp-millis"}},{"name":"product","type":"string"},{"name":"count","type":"int","doc":"It''s a reserved word."},{"name":"price","type":{"type":"record","name":"lines_sold__price","doc":"An amount of money.","fields":[{"name":"minor_units","type":"long","doc":"The amount in the currency''s smallest unit, for example cents."},{"name":"currency","type":"string","doc":"ISO 4217 code."}]}},{"name":"labels","type":{"type":"map","values":"string"}},{"name":"address","type":["null",{"type":"record","name":"lines_sold__address","fields":[{"name":"street","type":"string"},{"name":"zip","type":["null","string"],"default":null}]}],"default":null}]}',
  'sink.delivery-guarantee' = 'exactly-once',
  'sink.transactional-id-prefix' = '${statement.transactional_id_prefix}-lines_sold',
  'sink.transaction-naming-strategy' = 'pooling',
  'properties.transaction.timeout.ms' = '900000'
);
