import { randomUUID } from "node:crypto";
import { describeProblems, type Problem } from "@millrace/common";
import { type AvroType, encodeFramed, parseAvroSchema, type ProducerRecord } from "@millrace/kafka";
import { z } from "zod";

/** A page view as it was accepted; `timestamp` is its own time in whole seconds since the epoch. */
export interface PageView {
  readonly event_id: string;
  readonly user_id: number;
  readonly postcode: string;
  readonly webpage: string;
  readonly timestamp: number;
}

/** A page view, or everything that is wrong with it. */
export type ParsedPageView =
  | { readonly ok: true; readonly pageView: PageView }
  | { readonly ok: false; readonly problems: readonly Problem[] };

/** The topic of a stage's page views. */
export function pageViewTopic(stage: string): string {
  return `${stage}.streaming.page-view`;
}

/** The Avro schema of a page view in its topic: what the domain `page-views` compiles to, so that both register one. */
export const pageViewSchema = {
  type: "record",
  name: "page_view",
  namespace: "io.millrace.page_views",
  doc: "One look at one page.",
  fields: [
    { name: "event_id", type: "string", doc: "The caller's identifier, or one made at the door." },
    { name: "user_id", type: "long", doc: "Who looked." },
    { name: "postcode", type: "string", doc: "Where the viewer lives." },
    { name: "webpage", type: "string", doc: "What was looked at." },
    {
      name: "viewed_at",
      type: { type: "long", logicalType: "timestamp-millis" },
      doc: "When it was looked at.",
    },
  ],
} as const;

const avroType: AvroType = parseAvroSchema(pageViewSchema);

const year2000 = 946_684_800;
const year2100 = 4_102_444_800;
/** A broker refuses records whose time is further ahead of its clock (`message.timestamp.after.max.ms`). */
const maxAheadSeconds = 3_600;

const payload = z.strictObject({
  event_id: text(128).optional(),
  user_id: z.int({ error: "a whole number from 0 to 9007199254740991" }).min(0),
  postcode: text(24),
  webpage: text(2048),
  timestamp: z.int({ error: "whole seconds since 1970, as a number" }).superRefine((seconds, context) => {
    const expected = expectedTime(seconds);
    if (expected !== undefined) context.addIssue({ code: "custom", message: expected });
  }),
});

/**
 * Checks a page view as it came from outside; one without `event_id` gets one.
 * @param nowMs the time by the caller's clock, for times that lie ahead
 */
export function parsePageView(input: unknown, nowMs: number): ParsedPageView {
  const result = payload.safeParse(input);
  if (!result.success) return { ok: false, problems: describeProblems(result.error, input) };
  const { event_id = randomUUID(), timestamp, ...rest } = result.data;
  if (timestamp * 1000 > nowMs + maxAheadSeconds * 1000) {
    const expected = `a time at most ${maxAheadSeconds} seconds ahead of now (${Math.floor(nowMs / 1000)})`;
    return { ok: false, problems: [{ path: ["timestamp"], found: String(timestamp), expected }] };
  }
  return { ok: true, pageView: { event_id, ...rest, timestamp } };
}

/** The record of a page view: keyed by postcode, its Kafka timestamp is the event's own time. */
export function toPageViewRecord(
  { event_id, user_id, postcode, webpage, timestamp }: PageView,
  place: {
    readonly topic: string;
    readonly schemaId: number;
    readonly headers?: Readonly<Record<string, string>>;
  },
): ProducerRecord {
  const timestampMs = timestamp * 1000;
  return {
    topic: place.topic,
    key: Buffer.from(postcode),
    value: encodeFramed(place.schemaId, avroType, {
      event_id,
      user_id,
      postcode,
      webpage,
      viewed_at: timestampMs,
    }),
    timestampMs,
    ...(place.headers === undefined ? {} : { headers: place.headers }),
  };
}

/** Text that Avro, Flink and Postgres all keep as it is: no half surrogates, no NUL. */
function text(maxLength: number) {
  return z
    .string()
    .min(1)
    .max(maxLength)
    .refine((value) => !/[\p{Surrogate}\0]/u.test(value), {
      error: "well-formed Unicode text without the NUL character",
    });
}

function expectedTime(seconds: number): string | undefined {
  if (seconds >= year2000 * 1000 && seconds < year2100 * 1000) {
    return `seconds since 1970; this looks like milliseconds, divide it by 1000 (${Math.floor(seconds / 1000)})`;
  }
  if (seconds < year2000 || seconds >= year2100) {
    return `seconds since 1970 between the years 2000 (${year2000}) and 2100 (${year2100})`;
  }
  return undefined;
}
