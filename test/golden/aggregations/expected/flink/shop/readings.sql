CREATE TABLE `readings` (
  `event_id` STRING NOT NULL,
  `sensor` STRING NOT NULL,
  `measured_at` TIMESTAMP(3) NOT NULL,
  `value` DOUBLE NOT NULL,
  `site` ROW<`city` STRING NOT NULL, `floor` INT NOT NULL> NOT NULL,
  `price` ROW<`minor_units` BIGINT NOT NULL, `currency` STRING NOT NULL> NOT NULL,
  WATERMARK FOR `measured_at` AS `measured_at`
) WITH (
  'connector' = 'kafka',
  'topic' = 'test.streaming.readings',
  'properties.bootstrap.servers' = '${kafka.bootstrap_servers}',
  'properties.isolation.level' = 'read_committed',
  'properties.group.id' = '${statement.group_id}',
  'scan.startup.mode' = 'earliest-offset',
  'scan.watermark.idle-timeout' = '10000 ms',
  'value.format' = 'avro-confluent-or-dead-letter',
  'value.avro-confluent-or-dead-letter.url' = '${registry.ccompat_url}',
  'value.avro-confluent-or-dead-letter.subject' = 'test.streaming.readings-value',
  'value.avro-confluent-or-dead-letter.schema' = '{"type":"record","name":"reading","namespace":"io.millrace.shop","fields":[{"name":"event_id","type":"string"},{"name":"sensor","type":"string"},{"name":"measured_at","type":{"type":"long","logicalType":"timestamp-millis"}},{"name":"value","type":"double"},{"name":"site","type":{"type":"record","name":"reading__site","fields":[{"name":"city","type":"string"},{"name":"floor","type":"int"}]}},{"name":"price","type":{"type":"record","name":"reading__price","doc":"An amount of money.","fields":[{"name":"minor_units","type":"long","doc":"The amount in the currency''s smallest unit, for example cents."},{"name":"currency","type":"string","doc":"ISO 4217 code."}]}}]}',
  'value.avro-confluent-or-dead-letter.dead-letter-topic' = 'test.dead-letter.shop'
);
