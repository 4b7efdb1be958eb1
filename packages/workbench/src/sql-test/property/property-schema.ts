import { durationField } from "@millrace/domain";
import { z } from "zod";

const shareField = z
  .string({ error: 'a share such as "10%"' })
  .regex(/^(100|\d{1,2})%$/, { error: 'a share such as "10%"' })
  .meta({ description: "A share of the events, in percent." });

const names = z.array(z.string({ error: "a name" }), { error: "a list of names" });

const windowSchema = z
  .discriminatedUnion("kind", [
    z.strictObject({ kind: z.literal("tumbling"), size: durationField }),
    z.strictObject({ kind: z.literal("hopping"), size: durationField, slide: durationField }),
    z.strictObject({ kind: z.literal("cumulating"), size: durationField, step: durationField }),
    z.strictObject({ kind: z.literal("session"), gap: durationField }),
  ])
  .meta({ description: "The window over event time." });

const holdSchema = z
  .strictObject({
    window: windowSchema,
    by: names.optional().meta({ description: "Columns of the event table that group the rows." }),
    where: z
      .record(z.string(), z.array(z.unknown(), { error: "a list of values" }).min(1, { error: "a value" }), {
        error: "a mapping of columns to the values that count",
      })
      .optional()
      .meta({ description: "Which rows count: those whose columns hold one of the values." }),
    top: z
      .strictObject({
        n: z.int({ error: "a whole number from 1" }).min(1, { error: "a whole number from 1" }),
        by: z.string({ error: "a column of columns" }),
        per: names.optional(),
      })
      .optional()
      .meta({
        description:
          "Keeps the n greatest groups of a window, within equal values of per; of equals the first.",
      }),
    columns: z
      .record(z.string(), z.string({ error: "what the column holds" }), {
        error: "a mapping of result columns to what they hold",
      })
      .meta({
        description:
          "What each compared column holds: window_start, window_end, a grouping column, count(), sum(x), min(x), max(x), avg(x), count_distinct(x), last(x), or rank() with top.",
      }),
  })
  .meta({ description: "A built-in aggregation that a result table is to equal." });

/** What `property:` says: random streams, and what holds for every one of them. */
export const propertySchema = z
  .strictObject({
    table: z.string({ error: "an event table" }).meta({ description: "The event table that is filled." }),
    runs: z
      .int({ error: "a whole number from 1 to 1000" })
      .min(1, { error: "a whole number from 1 to 1000" })
      .max(1000, { error: "a whole number from 1 to 1000" })
      .optional()
      .meta({ description: "How many streams are tried. Default: 5." }),
    seed: z.int({ error: "a whole number" }).optional().meta({
      description: "Makes the streams the same every time. Default: 1; --seed tries others.",
    }),
    events: z
      .int({ error: "a whole number from 1 to 10000" })
      .min(1, { error: "a whole number from 1 to 10000" })
      .max(10_000, { error: "a whole number from 1 to 10000" })
      .optional()
      .meta({ description: "How many events a stream has at most. Default: 50." }),
    span: durationField.meta({ description: "How much event time a stream covers." }),
    vary: z
      .record(z.string(), z.array(z.unknown(), { error: "a list of values" }).min(1, { error: "a value" }), {
        error: "a mapping of attributes to the values that they take",
      })
      .optional()
      .meta({ description: "Attributes with the values that they take; others have their example." }),
    late: shareField.optional().meta({ description: "Events behind the watermark. Default: 10%." }),
    out_of_order: shareField
      .optional()
      .meta({ description: "Events behind others, up to the watermark's delay. Default: 20%." }),
    duplicates: shareField.optional().meta({ description: "Events that come twice. Default: 5%." }),
    holds: z
      .record(z.string(), holdSchema, { error: "a mapping of result tables to aggregations" })
      .meta({ description: "What each result table is to equal, computed without its SQL." }),
  })
  .meta({
    description: "Random streams compared with an independent computation, instead of given and expect.",
  });

/** A property as a user writes it. */
export type PropertyInput = z.output<typeof propertySchema>;
/** One result table's aggregation. */
export type HoldInput = PropertyInput["holds"][string];
/** A window as a user writes it. */
export type WindowInput = HoldInput["window"];
