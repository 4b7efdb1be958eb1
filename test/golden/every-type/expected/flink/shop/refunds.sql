CREATE TABLE `refunds` (
  `event_id` STRING NOT NULL,
  `reason` STRING NOT NULL,
  `refunded_at` TIMESTAMP(3) NOT NULL,
  WATERMARK FOR `refunded_at` AS `refunded_at`
) WITH (
  'connector' = 'kafka',
  'topic' = 'test.streaming.refund',
  'properties.bootstrap.servers' = '${kafka.bootstrap_servers}',
  'properties.isolation.level' = 'read_committed',
  'properties.group.id' = '${statement.group_id}',
  'scan.startup.mode' = 'earliest-offset',
  'scan.watermark.idle-timeout' = '5000 ms',
  'value.format' = 'avro-confluent-or-dead-letter',
  'value.avro-confluent-or-dead-letter.url' = '${registry.ccompat_url}',
  'value.avro-confluent-or-dead-letter.subject' = 'test.streaming.refund-value',
  'value.avro-confluent-or-dead-letter.schema' = '{"type":"record","name":"refund","namespace":"io.millrace.shop","fields":[{"name":"event_id","type":"string"},{"name":"reason","type":{"type":"enum","name":"refund__reason","symbols":["BROKEN","LATE"]}},{"name":"refunded_at","type":{"type":"long","logicalType":"timestamp-millis"}}]}',
  'value.avro-confluent-or-dead-letter.dead-letter-topic' = 'test.dead-letter.shop'
);
