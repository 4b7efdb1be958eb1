import { z } from "zod";
import {
  compatibilityField,
  docField,
  durationField,
  namedMap,
  partitionsField,
  snakeName,
  topicName,
} from "./field.ts";
import { sinksField } from "./sink-schema.ts";

/** The kinds of window, each with the key that it needs besides its own. */
export const windowKinds = {
  tumbling: undefined,
  hopping: "every",
  cumulating: "step",
  session: undefined,
} as const;

/** What a measure can compute. */
export const measureFunctions = ["count", "sum", "avg", "min", "max", "count_distinct", "last"] as const;

const windowForms =
  "one of { tumbling: 1 minute }, { hopping: 5 minutes, every: 1 minute }, { cumulating: 1 day, step: 1 hour } and { session: 30 minutes }";

const windowField = z
  .strictObject(
    {
      tumbling: durationField.optional().meta({ description: "Windows of this size, side by side." }),
      hopping: durationField.optional().meta({ description: "Windows of this size that overlap." }),
      every: durationField.optional().meta({ description: "How often a hopping window begins." }),
      cumulating: durationField
        .optional()
        .meta({ description: "Windows that grow to this size, and begin again." }),
      step: durationField.optional().meta({ description: "By how much a cumulating window grows." }),
      session: durationField
        .optional()
        .meta({ description: "Windows that end when no row has come for so long." }),
    },
    { error: windowForms },
  )
  .refine(isOneWindow, { error: windowForms })
  .meta({
    description: "Which rows belong together in event time.",
    oneOf: Object.entries(windowKinds).map(([kind, other]) => ({
      required: other === undefined ? [kind] : [kind, other],
      maxProperties: other === undefined ? 1 : 2,
    })),
  });

function isOneWindow(window: Readonly<Record<string, unknown>>): boolean {
  const given = Object.keys(window).filter((key) => window[key] !== undefined);
  return Object.entries(windowKinds).some(([kind, other]) => {
    const needed = other === undefined ? [kind] : [kind, other];
    return needed.length === given.length && needed.every((key) => given.includes(key));
  });
}

const path = String.raw`[a-z][a-z0-9]*(_[a-z0-9]+)*(\.[a-z][a-z0-9]*(_[a-z0-9]+)*)*`;
const pathError = "an attribute, or a path into a record such as address.city";

const attributePath = z.string({ error: pathError }).regex(new RegExp(`^${path}$`), { error: pathError });

const condition = z.string({ error: "a condition in SQL" }).min(1, { error: "a condition in SQL" });

const oneFunction = `one of ${measureFunctions.join(", ")}`;

const measureField = z
  .strictObject(
    {
      count: z
        .string({ error: 'an attribute, or "*" for all rows' })
        .regex(new RegExp(String.raw`^(\*|${path})$`), { error: 'an attribute, or "*" for all rows' })
        .optional()
        .meta({ description: 'How many rows ("*"), or how many of them have the attribute.' }),
      sum: attributePath.optional().meta({ description: "The sum; of nothing it is 0." }),
      avg: attributePath.optional().meta({ description: "The mean, a double." }),
      min: attributePath.optional().meta({ description: "The least value." }),
      max: attributePath.optional().meta({ description: "The greatest value." }),
      count_distinct: attributePath.optional().meta({ description: "How many different values." }),
      last: attributePath.optional().meta({
        description: "The value with the latest event time; of several the greatest.",
      }),
      where: condition
        .optional()
        .meta({ description: "Which rows are measured, in SQL over the columns of the table." }),
      doc: docField.optional(),
    },
    { error: "a mapping such as { sum: amount }" },
  )
  .refine((measure) => measureFunctions.filter((name) => measure[name] !== undefined).length === 1, {
    error: `${oneFunction}, such as { sum: amount }`,
  })
  .meta({
    description: "What is computed of the rows of a window and group.",
    oneOf: measureFunctions.map((name) => ({ required: [name] })),
  });

const rankLimit = "a whole number from 1 to 1000";

const topField = z
  .strictObject(
    {
      n: z
        .int({ error: rankLimit })
        .min(1, { error: rankLimit })
        .max(1000, { error: rankLimit })
        .meta({ description: "How many groups are kept." }),
      by: snakeName.meta({ description: "The measure that ranks them, the greatest first." }),
      per: z
        .array(attributePath, { error: "a list of group_by's attributes" })
        .min(1, { error: "at least one of group_by's attributes" })
        .optional()
        .meta({ description: "Group columns within which is ranked. Default: all groups of a window." }),
    },
    { error: "a mapping such as { n: 10, by: revenue }" },
  )
  .meta({ description: "Keeps the greatest groups of each window, and adds rank_number." });

/** An aggregation as a user writes it: compiled to results and to SQL that a file can take the place of. */
export const aggregationSchema = z
  .strictObject(
    {
      doc: docField.optional(),
      from: snakeName.meta({ description: "A table of events, or an append result with a watermark." }),
      window: windowField,
      group_by: z
        .array(attributePath, { error: "a list of attributes" })
        .optional()
        .meta({ description: "Attributes that are always there; address.city becomes address_city." }),
      where: condition
        .optional()
        .meta({ description: "Which rows count, in SQL over the columns of the table." }),
      having: condition
        .optional()
        .meta({ description: "Which rows are kept, in SQL over the columns of the result." }),
      measures: namedMap(snakeName, measureField, "measures").refine(
        (measures) => Object.keys(measures).length > 0,
        { error: "at least one measure" },
      ),
      top: topField.optional(),
      emit: z.enum(["provisional", "final", "both"]).optional().meta({
        description:
          "provisional: at once, corrected by late rows. final: once, when the grace is over. Default: both; of sessions final.",
      }),
      topic: topicName.optional().meta({
        description:
          "The topic of the final rows; with both, .provisional is added for the others. Default: <domain>.<name>.",
      }),
      partitions: partitionsField
        .optional()
        .meta({ description: "Partitions of the topics. Default: the domain's." }),
      retention: durationField
        .optional()
        .meta({ description: "How long the topics keep their records. Default: the domain's." }),
      compatibility: compatibilityField.optional(),
      update_interval: durationField.optional().meta({
        description: "How often a changed provisional row is written at most. Default: at every change.",
      }),
      sinks: sinksField.optional().meta({
        description: "Where the rows are kept: Postgres has both kinds of rows, an archive the final ones.",
      }),
    },
    { error: "a mapping with from, window and measures" },
  )
  .meta({
    description: "A windowed aggregation: <name> holds provisional rows, <name>_final final ones.",
  });

export type AggregationInput = z.output<typeof aggregationSchema>;
export type MeasureInput = AggregationInput["measures"][string];
export type MeasureFunction = (typeof measureFunctions)[number];
