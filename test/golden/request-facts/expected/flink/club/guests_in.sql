CREATE TABLE `guests_in` (
  `event_id` STRING NOT NULL,
  `came_at` TIMESTAMP(3) NOT NULL COMMENT 'When the guest came.',
  `guest` STRING NOT NULL COMMENT 'Who came.',
  `email` STRING,
  `note` STRING NOT NULL,
  `ip` STRING,
  `door_ip` STRING,
  `user_agent` STRING NOT NULL,
  `language` STRING,
  `request_id` STRING NOT NULL,
  `friends` ARRAY<STRING NOT NULL> NOT NULL,
  WATERMARK FOR `came_at` AS `came_at`
) WITH (
  'connector' = 'kafka',
  'topic' = 'test.streaming.guests-in',
  'properties.bootstrap.servers' = '${kafka.bootstrap_servers}',
  'properties.isolation.level' = 'read_committed',
  'properties.group.id' = '${statement.group_id}',
  'scan.startup.mode' = 'earliest-offset',
  'scan.watermark.idle-timeout' = '10000 ms',
  'value.format' = 'avro-confluent-or-dead-letter',
  'value.avro-confluent-or-dead-letter.url' = '${registry.ccompat_url}',
  'value.avro-confluent-or-dead-letter.subject' = 'test.streaming.guests-in-value',
  'value.avro-confluent-or-dead-letter.schema' = '{"type":"record","name":"guest_in","namespace":"io.millrace.club","fields":[{"name":"event_id","type":"string"},{"name":"came_at","type":{"type":"long","logicalType":"timestamp-millis"},"doc":"When the guest came."},{"name":"guest","type":"string","doc":"Who came."},{"name":"email","type":["null","string"],"default":null},{"name":"note","type":"string"},{"name":"ip","type":["null","string"],"default":null},{"name":"door_ip","type":["null","string"],"default":null},{"name":"user_agent","type":"string","default":"unknown"},{"name":"language","type":["null","string"],"default":null},{"name":"request_id","type":"string"},{"name":"friends","type":{"type":"array","items":"string"}}]}',
  'value.avro-confluent-or-dead-letter.dead-letter-topic' = 'test.dead-letter.club'
);
