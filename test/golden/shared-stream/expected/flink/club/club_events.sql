CREATE TABLE `club_events_received` (
  `event_id` STRING NOT NULL,
  `occurred_at` TIMESTAMP(3) NOT NULL,
  `club_id` STRING NOT NULL,
  `event_type` STRING NOT NULL COMMENT 'Which type of event it is.',
  `guest` STRING,
  `price` BIGINT,
  `volume_l` DECIMAL(6, 3),
  `arrived_at` AS PROCTIME(),
  WATERMARK FOR `occurred_at` AS `occurred_at` - INTERVAL '65' SECOND
) WITH (
  'connector' = 'kafka',
  'topic' = 'club.events',
  'properties.bootstrap.servers' = '${kafka.bootstrap_servers}',
  'properties.isolation.level' = 'read_committed',
  'properties.group.id' = '${statement.group_id}',
  'scan.startup.mode' = 'earliest-offset',
  'scan.watermark.idle-timeout' = '10000 ms',
  'value.format' = 'avro-confluent-or-dead-letter',
  'value.avro-confluent-or-dead-letter.url' = '${registry.ccompat_url}',
  'value.avro-confluent-or-dead-letter.subject' = 'club.events-value',
  'value.avro-confluent-or-dead-letter.schema' = '{"type":"record","name":"club_events","namespace":"io.millrace.club","doc":"What happens at the door and at the bar.","fields":[{"name":"event_id","type":"string"},{"name":"occurred_at","type":{"type":"long","logicalType":"timestamp-millis"}},{"name":"club_id","type":"string"},{"name":"event_type","type":"string","doc":"Which type of event it is."},{"name":"guest","type":["null","string"],"default":null},{"name":"price","type":["null",{"type":"long","currency":"EUR","unit":"minor"}],"default":null},{"name":"volume_l","type":["null",{"type":"bytes","logicalType":"decimal","precision":6,"scale":3}],"default":null}]}',
  'value.avro-confluent-or-dead-letter.dead-letter-topic' = 'test.dead-letter.club'
);

CREATE VIEW `club_events` AS
SELECT `event_id`, `occurred_at`, `club_id`, `event_type`, `guest`, `price`, `volume_l`
FROM (
  SELECT `event_id`, `occurred_at`, `club_id`, `event_type`, `guest`, `price`, `volume_l`, ROW_NUMBER() OVER (PARTITION BY `event_id` ORDER BY `arrived_at`) AS arrival_number
  FROM `club_events_received`
)
WHERE arrival_number = 1;
