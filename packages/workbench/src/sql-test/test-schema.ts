import { durationField } from "@millrace/domain";
import { z } from "zod";
import { propertySchema } from "./property/property-schema.ts";

const timeField = z
  .string({ error: 'a time such as "14:44:05" or "2021-01-26T14:44:05"' })
  .meta({ description: "A time of the test's date, or a date and time; always UTC." });

const timesField = z
  .int({ error: "a whole number from 1 to 10000" })
  .min(1, { error: "a whole number from 1 to 10000" })
  .max(10_000, { error: "a whole number from 1 to 10000" });

/** An event's attributes stand beside these words. */
const stepSchema = z
  .looseObject({
    at: timeField.optional().meta({ description: "The event's own time: short for its time attribute." }),
    late_by: durationField
      .optional()
      .meta({ description: "Event time has come at least this far beyond the event before it comes." }),
    times: timesField.optional().meta({ description: "The very same event so many times. Default: 1." }),
    watermark: timeField
      .optional()
      .meta({ description: "A step of its own: the table's watermark is at least this." }),
    event_time: timeField.optional().meta({
      description:
        "A step of its own: the newest event time seen is at least this; the watermark is delay and grace behind it.",
    }),
  })
  .meta({ description: "An event as it is posted, or a step of event time." });

const columnsField = z
  .array(z.string({ error: "a column's name" }), { error: "a list of column names" })
  .min(1, { error: "at least one column" });

const row = z.record(z.string(), z.unknown(), { error: "a mapping of columns to values" });

const momentSchema = z.strictObject({
  watermark: timeField
    .optional()
    .meta({ description: "The moment at which the watermark that reaches the table is at least this." }),
  event_time: timeField.optional().meta({
    description: "The same, said by the newest event time: the watermark is delay and grace behind it.",
  }),
  rows: z.array(row, { error: "a list of rows" }),
});

const expectationSchema = z.strictObject({
  columns: columnsField.optional().meta({
    description:
      "The columns that are compared; every row names each of them. Default: all of the table's own.",
  }),
  rows: z
    .array(row, { error: "a list of rows" })
    .optional()
    .meta({ description: "What the table holds at the end, in any order." }),
  when: z
    .array(momentSchema, { error: "a list of moments with their rows" })
    .optional()
    .meta({ description: "What the table holds at moments on the way, before later events correct it." }),
  changelog: z.array(row, { error: "a list of changes" }).optional().meta({
    description:
      "Every change with its kind (insert, update, delete), in order key by key: across keys neither Flink nor Kafka keeps one.",
  }),
});

/** A file of `sql/<domain>/tests/` as a user writes it. */
export const testSchema = z
  .strictObject({
    describe: z.string({ error: "a sentence" }).meta({ description: "What holds, in one sentence." }),
    date: z
      .string({ error: "a date such as 2021-01-26" })
      .regex(/^\d{4}-\d{2}-\d{2}$/, { error: "a date such as 2021-01-26" })
      .optional()
      .meta({ description: "The day that times without a date belong to." }),
    order: z
      .union([z.enum(["written", "event_time"]), z.strictObject({ shuffle: z.int({ error: "a seed" }) })], {
        error: "written, event_time or { shuffle: <seed> }",
      })
      .optional()
      .meta({
        description: "In which order the events between two steps of event time come. Default: written.",
      }),
    given: z
      .record(z.string(), z.array(stepSchema, { error: "a list of events" }), {
        error: "a mapping of event tables to events",
      })
      .optional()
      .meta({ description: "The events of each event table, in the order in which they come." }),
    expect: z
      .record(z.string(), expectationSchema, { error: "a mapping of result tables to what they hold" })
      .optional()
      .meta({ description: "What the result tables hold; tables that are not named are not compared." }),
    property: propertySchema.optional(),
  })
  .meta({
    title: "A test of a domain's SQL",
    description: "Given events, expected results; or a property that holds for random streams.",
  });

/** A test file's data. */
export type TestInput = z.output<typeof testSchema>;
/** One step of `given`. */
export type StepInput = z.output<typeof stepSchema>;
/** What one result table is expected to hold. */
export type ExpectationInput = z.output<typeof expectationSchema>;

/** What one result table holds on the way. */
export type MomentInput = z.output<typeof momentSchema>;

/** The JSON Schema (draft 7) of test files, as the text of `sql/test.schema.json`. */
export function testJsonSchema(): string {
  const schema = z.toJSONSchema(testSchema, { target: "draft-7", io: "input", reused: "inline" });
  return `${JSON.stringify(schema, undefined, 2)}\n`;
}
