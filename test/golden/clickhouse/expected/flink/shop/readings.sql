CREATE TABLE `readings` (
  `event_id` STRING NOT NULL,
  `sensor` STRING NOT NULL,
  `read_at` TIMESTAMP(3) NOT NULL,
  `is_outside` BOOLEAN NOT NULL,
  `status` STRING NOT NULL,
  `unit` STRING NOT NULL,
  WATERMARK FOR `read_at` AS `read_at`
) WITH (
  'connector' = 'kafka',
  'topic' = 'test.streaming.reading',
  'properties.bootstrap.servers' = '${kafka.bootstrap_servers}',
  'properties.isolation.level' = 'read_committed',
  'properties.group.id' = '${statement.group_id}',
  'scan.startup.mode' = 'earliest-offset',
  'scan.watermark.idle-timeout' = '10000 ms',
  'value.format' = 'avro-confluent-or-dead-letter',
  'value.avro-confluent-or-dead-letter.url' = '${registry.ccompat_url}',
  'value.avro-confluent-or-dead-letter.subject' = 'test.streaming.reading-value',
  'value.avro-confluent-or-dead-letter.schema' = '{"type":"record","name":"reading","namespace":"io.millrace.shop","fields":[{"name":"event_id","type":"string"},{"name":"sensor","type":"string"},{"name":"read_at","type":{"type":"long","logicalType":"timestamp-millis"}},{"name":"is_outside","type":"boolean"},{"name":"status","type":{"type":"enum","name":"reading__status","symbols":["good","bad"]}},{"name":"unit","type":"string","default":"°C ''new''"}]}',
  'value.avro-confluent-or-dead-letter.dead-letter-topic' = 'test.dead-letter.shop'
);
