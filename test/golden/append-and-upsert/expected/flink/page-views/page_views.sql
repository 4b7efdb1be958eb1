CREATE TABLE `page_views` (
  `event_id` STRING NOT NULL COMMENT 'The caller''s identifier, or one made at the door.',
  `user_id` BIGINT NOT NULL COMMENT 'Who looked.',
  `postcode` STRING NOT NULL COMMENT 'Where the viewer lives.',
  `webpage` STRING NOT NULL COMMENT 'What was looked at.',
  `viewed_at` TIMESTAMP(3) NOT NULL COMMENT 'When it was looked at.',
  WATERMARK FOR `viewed_at` AS `viewed_at` - INTERVAL '30' MINUTE
) WITH (
  'connector' = 'kafka',
  'topic' = 'test.streaming.page-view',
  'properties.bootstrap.servers' = '${kafka.bootstrap_servers}',
  'properties.isolation.level' = 'read_committed',
  'properties.group.id' = '${statement.group_id}',
  'scan.startup.mode' = 'earliest-offset',
  'scan.watermark.idle-timeout' = '2000 ms',
  'value.format' = 'avro-confluent-or-dead-letter',
  'value.avro-confluent-or-dead-letter.url' = '${registry.ccompat_url}',
  'value.avro-confluent-or-dead-letter.subject' = 'test.streaming.page-view-value',
  'value.avro-confluent-or-dead-letter.schema' = '{"type":"record","name":"page_view","namespace":"io.millrace.page_views","doc":"One look at one page.","fields":[{"name":"event_id","type":"string","doc":"The caller''s identifier, or one made at the door."},{"name":"user_id","type":"long","doc":"Who looked."},{"name":"postcode","type":"string","doc":"Where the viewer lives."},{"name":"webpage","type":"string","doc":"What was looked at."},{"name":"viewed_at","type":{"type":"long","logicalType":"timestamp-millis"},"doc":"When it was looked at."}]}',
  'value.avro-confluent-or-dead-letter.dead-letter-topic' = 'test.dead-letter.page-views'
);
