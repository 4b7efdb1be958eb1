CREATE TABLE `sales_received` (
  `sale_id` STRING NOT NULL,
  `city` STRING NOT NULL,
  `category` STRING NOT NULL,
  `amount` BIGINT NOT NULL,
  `weight` DOUBLE NOT NULL,
  `sold_at` TIMESTAMP(3) NOT NULL,
  `arrived_at` AS PROCTIME(),
  WATERMARK FOR `sold_at` AS `sold_at`
) WITH (
  'connector' = 'kafka',
  'topic' = 'test.streaming.sale',
  'properties.bootstrap.servers' = '${kafka.bootstrap_servers}',
  'properties.isolation.level' = 'read_committed',
  'properties.group.id' = '${statement.group_id}',
  'scan.startup.mode' = 'earliest-offset',
  'scan.watermark.idle-timeout' = '10000 ms',
  'value.format' = 'avro-confluent-or-dead-letter',
  'value.avro-confluent-or-dead-letter.url' = '${registry.ccompat_url}',
  'value.avro-confluent-or-dead-letter.subject' = 'test.streaming.sale-value',
  'value.avro-confluent-or-dead-letter.schema' = '{"type":"record","name":"sale","namespace":"io.millrace.shop","fields":[{"name":"sale_id","type":"string"},{"name":"city","type":"string"},{"name":"category","type":"string"},{"name":"amount","type":{"type":"long","currency":"EUR","unit":"minor"}},{"name":"weight","type":"double"},{"name":"sold_at","type":{"type":"long","logicalType":"timestamp-millis"}}]}',
  'value.avro-confluent-or-dead-letter.dead-letter-topic' = 'test.dead-letter.shop'
);

CREATE VIEW `sales` AS
SELECT `sale_id`, `city`, `category`, `amount`, `weight`, `sold_at`
FROM (
  SELECT `sale_id`, `city`, `category`, `amount`, `weight`, `sold_at`, ROW_NUMBER() OVER (PARTITION BY `sale_id` ORDER BY `arrived_at`) AS arrival_number
  FROM `sales_received`
)
WHERE arrival_number = 1;
