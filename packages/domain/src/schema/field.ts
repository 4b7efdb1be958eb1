import { z } from "zod";
import { isDuration, parseDuration } from "../duration.ts";

/** The words with which a problem names what was expected stand in each schema's `error`. */

export const durationField = z
  .string({ error: 'a duration such as "30 minutes", "1 day" or "PT30M"' })
  .refine(isDuration, { error: 'a duration such as "30 minutes", "1 day" or "PT30M"' })
  .meta({
    description: "A length of time: 30 minutes, 1 hour 30 minutes, 500 ms, PT30M.",
    examples: ["30 minutes", "1 day"],
  });

const storeRetentionForm = 'a duration of at least a minute, such as "30 days", or forever';

/** How long Postgres keeps rows. */
export const storeRetentionField = z
  .string({ error: storeRetentionForm })
  .refine((text) => text === "forever" || (isDuration(text) && parseDuration(text) >= 60_000), {
    error: storeRetentionForm,
  })
  .meta({ description: "A length of time, or forever.", examples: ["30 days", "forever"] });

/** A column or attribute; no double underscore, which joins the names of nested Avro types. */
export const snakeName = z
  .string({ error: "a name in snake_case" })
  .max(63, { error: "a name of at most 63 characters" })
  .regex(/^[a-z][a-z0-9]*(_[a-z0-9]+)*$/, { error: "a name in snake_case" });

export const kebabName = z
  .string({ error: "a name of lower-case letters, digits and hyphens" })
  .max(60, { error: "a name of at most 60 characters" })
  .regex(/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/, { error: "a name of lower-case letters, digits and hyphens" });

/** A bucket without the `<stage>-` in front, short enough for S3's 63 characters. */
export const bucketField = kebabName.max(42, { error: "a name of at most 42 characters" });

/** A topic without the `<stage>.streaming.` in front. */
export const topicName = z
  .string({ error: "a topic name of lower-case letters, digits, hyphens and dots" })
  .max(180, { error: "a topic name of at most 180 characters" })
  .regex(/^[a-z0-9]+([.-][a-z0-9]+)*$/, {
    error: "a topic name of lower-case letters, digits, hyphens and dots",
  })
  .meta({ description: "The topic's name after the domain's topic_prefix." });

/** What stands before a topic's name; `${stage}` keeps stages that share a cluster apart. */
export const topicPrefix = z
  .string({ error: 'a text such as "${stage}.streaming."' })
  .regex(/^(?:\$\{stage\}|[a-z0-9.-])*$/, {
    error: "lower-case letters, digits, hyphens, dots and ${stage}",
  })
  .meta({ description: "What stands before a topic's name. Default: ${stage}.streaming." });

export const docField = z.string({ error: "a text" }).meta({ description: "A sentence for readers." });

export const flagField = z.boolean({ error: "true or false" });

export const countField = z.int({ error: "a whole number" }).min(0, { error: "a whole number from 0" });

export const partitionsField = z
  .int({ error: "a whole number from 1 to 1000" })
  .min(1, { error: "a whole number from 1 to 1000" })
  .max(1000, { error: "a whole number from 1 to 1000" });

export const compatibilityField = z
  .enum(["BACKWARD", "BACKWARD_TRANSITIVE", "FORWARD", "FULL", "NONE"])
  .meta({
    description: "Which schema changes the registry accepts. Default: BACKWARD.",
  });

/** A record of names; the wrong kind of value is reported as such, not as a wrong key. */
export function namedMap<Value extends z.ZodType>(key: typeof snakeName, value: Value, what: string) {
  return z.record(key, value, { error: `a mapping of names to ${what}` });
}
