import { z } from "zod";
import { durationField, snakeName, storeRetentionField } from "./field.ts";

const tableField = snakeName
  .optional()
  .meta({ description: "The table's name. Default: that of the result." });

const keyColumns = z
  .array(snakeName, { error: "a list of columns" })
  .min(1, { error: "at least one column" })
  .optional();

const postgresField = z
  .union(
    [
      z.literal(true),
      z.strictObject({
        table: tableField,
        primary_key: keyColumns.meta({
          description:
            "The columns that no two rows share. Default: an upsert result's key; of windows the key and record_time; of events what they are deduplicated by or the entity's primary key.",
        }),
        retention: storeRetentionField.optional().meta({
          description:
            "How long a row is kept after its time, or after it came where that is later. Default: defaults.store_retention; a state's rows, whose key has no time, for ever.",
        }),
      }),
    ],
    { error: "true or a mapping such as { table: name }" },
  )
  .meta({ description: "A Postgres table in which a row replaces the one with the same primary key." });

const archiveTable = z
  .string({ error: "a name such as shop.sales" })
  .max(127, { error: "a name of at most 127 characters" })
  .regex(/^[a-z][a-z0-9_]*\.[a-z][a-z0-9_]*$/, {
    error: "a namespace and a name of lower-case letters, digits and underscores, such as shop.sales",
  })
  .meta({ description: "The Iceberg table. Default: <domain>.<table>, with underscores." });

const archiveField = z
  .strictObject(
    {
      bucket: snakeName.meta({ description: "A key of buckets." }),
      partition_by: z
        .array(snakeName, { error: "a list of year, month, day, hour, minute or of columns" })
        .min(1, { error: "at least one of year, month, day, hour, minute, or a column" })
        .optional()
        .meta({
          description:
            "What makes the folders: columns, or parts of the record's time (UTC). Default: year, month, day, hour, minute.",
        }),
      table: archiveTable.optional(),
    },
    { error: "a mapping such as { bucket: raw }" },
  )
  .meta({ description: "An Iceberg table of Parquet files in a bucket, to which every row is added." });

const clickhouseField = z
  .union(
    [
      z.literal(true),
      z.strictObject({
        table: tableField,
        primary_key: keyColumns.meta({
          description:
            "The columns of which a row replaces the one with the same values, and by which the table is sorted. Default: as in Postgres.",
        }),
        ttl: durationField.optional().meta({
          description: "How long rows are kept, counted from their own time. Default: for ever.",
        }),
      }),
    ],
    { error: "true or a mapping such as { ttl: 90 days }" },
  )
  .meta({
    description:
      "A ClickHouse table in which a row replaces the one with the same key. It is filled where CLICKHOUSE_URL or platform.yaml says where ClickHouse is.",
  });

/** Where the rows of a table are kept beside their topic. */
export const sinksField = z
  .strictObject(
    {
      postgres: postgresField.optional(),
      archive: archiveField.optional(),
      clickhouse: clickhouseField.optional(),
    },
    { error: "a mapping such as { postgres: true }" },
  )
  .refine((sinks) => Object.values(sinks).some((sink) => sink !== undefined), {
    error: "postgres, archive or clickhouse",
  })
  .meta({
    description: "Where the rows are kept beside their topic: any of Postgres, an archive and ClickHouse.",
  });

export type SinksInput = z.output<typeof sinksField>;
