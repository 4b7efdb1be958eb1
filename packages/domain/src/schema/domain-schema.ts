import { z } from "zod";
import { aggregationSchema } from "./aggregation-schema.ts";
import { attributesField, timestampUnit } from "./attribute-schema.ts";
import {
  bucketField,
  compatibilityField,
  docField,
  durationField,
  kebabName,
  namedMap,
  partitionsField,
  snakeName,
  storeRetentionField,
  topicName,
  topicPrefix,
} from "./field.ts";
import { generatorSchema } from "./generator-schema.ts";
import { panelsField } from "./panel-schema.ts";
import { sinksField } from "./sink-schema.ts";

const retention = durationField.meta({
  description: "How long the topic keeps its records. Default: 7 days.",
});
const partitions = partitionsField.meta({ description: "Partitions of the topic. Default: 1." });

const topicFields = {
  topic: topicName,
  partitions: partitions.optional(),
  retention: retention.optional(),
  compatibility: compatibilityField.optional(),
};

const names = z
  .union([snakeName, z.array(snakeName).min(1)], { error: "a name or a list of names" })
  .meta({ description: "The record key, in order." });

const watermarkFields = {
  delay: durationField
    .optional()
    .meta({ description: "How long rows that are out of order are waited for. Default: 0 seconds." }),
  grace: durationField.optional().meta({
    description: "How long after a window's end a late row still corrects its result. Default: 0 seconds.",
  }),
  idle_timeout: durationField.optional().meta({
    description: "After this long without rows a partition holds no window back. Default: 10 seconds.",
  }),
};

const streamFields = {
  doc: docField.optional(),
  ...topicFields,
  key: names,
  event_time: z
    .strictObject({
      attribute: snakeName,
      unit: timestampUnit.optional(),
      column: snakeName.optional().meta({ description: "The column's name. Default: the attribute's name." }),
    })
    .meta({ description: "Which attribute says when the event happened." }),
  watermark: z.strictObject(watermarkFields).optional(),
  deduplicate: z
    .strictObject({
      by: z
        .union([snakeName, z.array(snakeName).min(1)], { error: "a name or a list of names" })
        .meta({ description: "The attributes that two events with the same meaning share: an event id." }),
      within: durationField.meta({ description: "How long an event is remembered after it came." }),
    })
    .optional()
    .meta({
      description:
        "Leaves out events that came before. <table>_received has all, <table>_intake counts both a minute.",
    }),
  sinks: sinksField.optional(),
};

const eventSchema = z.strictObject({
  table: snakeName.meta({ description: "The table that SQL reads." }),
  ...streamFields,
  attributes: attributesField,
});

const eventTypeSchema = z.strictObject({
  doc: docField.optional(),
  attributes: attributesField
    .optional()
    .meta({ description: "What only this type has; nullable in the stream's table." }),
});

const streamSchema = z.strictObject({
  ...streamFields,
  type: snakeName
    .optional()
    .meta({ description: "The attribute that says which type an event is. Default: event_type." }),
  attributes: attributesField.meta({ description: "What every type has." }),
  types: namedMap(snakeName, eventTypeSchema, "event types").refine(
    (types) => Object.keys(types).length > 0,
    {
      error: "at least one event type",
    },
  ),
});

const resultSchema = z.strictObject({
  doc: docField.optional(),
  ...topicFields,
  cleanup: z.enum(["delete", "compact"]).optional().meta({
    description: "Whether the topic drops old records or keeps the newest of each key. Default: delete.",
  }),
  mode: z.enum(["append", "upsert"]).meta({
    description: "append: rows are only added. upsert: a row replaces the one with the same key.",
  }),
  key: names
    .optional()
    .meta({ description: "Columns of the record key; the primary key of an upsert table." }),
  record_time: snakeName
    .optional()
    .meta({ description: "The timestamp column that becomes the Kafka record's time." }),
  sinks: sinksField.optional(),
  update_interval: durationField.optional().meta({
    description: "How often a changed row of an upsert table is written at most. Default: 1 second.",
  }),
  watermark: z
    .strictObject({ column: snakeName, ...watermarkFields })
    .optional()
    .meta({ description: "Makes the result readable by event time." }),
  columns: attributesField,
});

/** domain.yaml as a user writes it. */
export const domainSchema = z
  .strictObject({
    domain: kebabName.meta({ description: "The folder's name." }),
    description: docField.optional(),
    entity: z
      .strictObject({ name: snakeName, primary_key: snakeName })
      .optional()
      .meta({ description: "What the events are about, and the attribute that identifies an event." }),
    defaults: z
      .strictObject({
        partitions: partitions.optional(),
        retention: retention.optional(),
        store_retention: storeRetentionField.optional().meta({
          description: "How long Postgres keeps rows that belong to a moment. Default: 30 days.",
        }),
        compatibility: compatibilityField.optional(),
        topic_prefix: topicPrefix.optional(),
      })
      .optional()
      .meta({ description: "For every topic of the domain that says nothing else." }),
    ingest: z
      .strictObject({
        invalid: z.enum(["answer", "dead-letter"]).optional().meta({
          description:
            "Where an invalid event goes. answer: its caller is told; dead-letter: it is kept as well, in <stage>.dead-letter.<domain>. Default: answer.",
        }),
      })
      .optional()
      .meta({ description: "How the door treats what is posted." }),
    statement: z
      .strictObject({
        state_ttl: durationField
          .optional()
          .meta({ description: "How long state lives after its last use. Default: for ever." }),
        mini_batch: durationField.optional().meta({
          description: "How much event time is bundled before aggregates are updated. Default: none.",
        }),
        parallelism: z
          .int({ error: "a whole number from 1 to 1024" })
          .min(1, { error: "a whole number from 1 to 1024" })
          .max(1024, { error: "a whole number from 1 to 1024" })
          .optional(),
      })
      .optional()
      .meta({ description: "Settings of the domain's job; a .sql file's header can set them too." }),
    streams: namedMap(snakeName, streamSchema, "streams")
      .optional()
      .meta({ description: "Topics that several event types share, by the table that SQL reads." }),
    generator: generatorSchema.optional(),
    events: namedMap(snakeName, eventSchema, "events")
      .optional()
      .meta({ description: "Event types with a topic each." }),
    results: namedMap(snakeName, resultSchema, "results").optional(),
    aggregations: namedMap(snakeName, aggregationSchema, "aggregations")
      .optional()
      .meta({ description: "Windowed aggregations, compiled to results and readable SQL." }),
    panels: panelsField.optional(),
    buckets: namedMap(snakeName, bucketField, "bucket names")
      .optional()
      .meta({ description: "Object stores, named <stage>-<name>; connectors say ${bucket:<key>}." }),
  })
  .refine(({ streams = {}, events = {} }) => Object.keys({ ...streams, ...events }).length > 0, {
    error: "at least one stream or event",
  })
  .meta({
    title: "A Millrace domain",
    description: "What streams exist; what is computed stands in the .sql files.",
  });

export type DomainInput = z.output<typeof domainSchema>;
export type EventInput = NonNullable<DomainInput["events"]>[string];
export type StreamInput = NonNullable<DomainInput["streams"]>[string];
export type ResultInput = NonNullable<DomainInput["results"]>[string];
