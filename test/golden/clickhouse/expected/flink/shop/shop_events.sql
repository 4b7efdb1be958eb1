CREATE TABLE `shop_events` (
  `event_id` STRING NOT NULL,
  `occurred_at` TIMESTAMP(3) NOT NULL,
  `user_id` STRING NOT NULL,
  `event_type` STRING NOT NULL COMMENT 'Which type of event it is.',
  `amount` DECIMAL(18, 2),
  `paid` ROW<`minor_units` BIGINT NOT NULL, `currency` STRING NOT NULL>,
  `fee` BIGINT,
  `address` ROW<`city` STRING NOT NULL, `floor` INT>,
  `tags` ARRAY<STRING NOT NULL>,
  `sizes` ARRAY<INT>,
  `lines` ARRAY<ROW<`sku` STRING NOT NULL, `price` ROW<`minor_units` BIGINT NOT NULL, `currency` STRING NOT NULL> NOT NULL> NOT NULL>,
  `labels` MAP<STRING NOT NULL, DOUBLE NOT NULL>,
  `device` STRING,
  WATERMARK FOR `occurred_at` AS `occurred_at`
) WITH (
  'connector' = 'kafka',
  'topic' = 'test.streaming.shop-events',
  'properties.bootstrap.servers' = '${kafka.bootstrap_servers}',
  'properties.isolation.level' = 'read_committed',
  'properties.group.id' = '${statement.group_id}',
  'scan.startup.mode' = 'earliest-offset',
  'scan.watermark.idle-timeout' = '10000 ms',
  'value.format' = 'avro-confluent-or-dead-letter',
  'value.avro-confluent-or-dead-letter.url' = '${registry.ccompat_url}',
  'value.avro-confluent-or-dead-letter.subject' = 'test.streaming.shop-events-value',
  'value.avro-confluent-or-dead-letter.schema' = '{"type":"record","name":"shop_events","namespace":"io.millrace.shop","doc":"What shoppers do.","fields":[{"name":"event_id","type":"string"},{"name":"occurred_at","type":{"type":"long","logicalType":"timestamp-millis"}},{"name":"user_id","type":"string"},{"name":"event_type","type":"string","doc":"Which type of event it is."},{"name":"amount","type":["null",{"type":"bytes","logicalType":"decimal","precision":18,"scale":2}],"default":null},{"name":"paid","type":["null",{"type":"record","name":"shop_events__paid","doc":"An amount of money.","fields":[{"name":"minor_units","type":"long","doc":"The amount in the currency''s smallest unit, for example cents."},{"name":"currency","type":"string","doc":"ISO 4217 code."}]}],"default":null},{"name":"fee","type":["null",{"type":"long","currency":"EUR","unit":"minor"}],"default":null},{"name":"address","type":["null",{"type":"record","name":"shop_events__address","fields":[{"name":"city","type":"string"},{"name":"floor","type":["null","int"],"default":null}]}],"default":null},{"name":"tags","type":["null",{"type":"array","items":"string"}],"default":null},{"name":"sizes","type":["null",{"type":"array","items":["null","int"]}],"default":null},{"name":"lines","type":["null",{"type":"array","items":{"type":"record","name":"shop_events__lines__item","fields":[{"name":"sku","type":"string"},{"name":"price","type":{"type":"record","name":"shop_events__lines__item__price","doc":"An amount of money.","fields":[{"name":"minor_units","type":"long","doc":"The amount in the currency''s smallest unit, for example cents."},{"name":"currency","type":"string","doc":"ISO 4217 code."}]}}]}}],"default":null},{"name":"labels","type":["null",{"type":"map","values":"double"}],"default":null},{"name":"device","type":["null",{"type":"enum","name":"shop_events__device","symbols":["desktop","mobile"]}],"default":null}]}',
  'value.avro-confluent-or-dead-letter.dead-letter-topic' = 'test.dead-letter.shop'
);
