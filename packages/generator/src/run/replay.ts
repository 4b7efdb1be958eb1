import { createReadStream } from "node:fs";
import { createInterface } from "node:readline";
import { describeFound, suggest } from "@millrace/common";
import type { EventPlan } from "@millrace/domain";
import { z } from "zod";
import { ReplayLineError } from "../errors.ts";
import type { DueEvent } from "./run-generator.ts";

const line = z.object({
  domain: z.string({ error: "a text" }),
  type: z.string({ error: "a text" }),
  event: z.unknown(),
});

/**
 * Reads events from a file of JSON lines as they were written. An event is due at its own time, or with the one before it
 * when that is later, so that late events stay late.
 * @throws ReplayLineError for a line that is no event of the plans, and what reading the file throws
 */
export async function* replayFile(
  file: string,
  events: readonly EventPlan[],
): AsyncGenerator<DueEvent, void, undefined> {
  const plans = new Map(events.map((event) => [`${event.domain}.${event.name}`, event]));
  let sentMs = Number.NEGATIVE_INFINITY;
  let number = 0;
  for await (const text of createInterface({ input: createReadStream(file), crlfDelay: Infinity })) {
    number += 1;
    if (text.trim() === "") continue;
    const { domain, type, event } = parseLine(text, { file, line: number });
    const plan = plans.get(`${domain}.${type}`);
    if (plan === undefined) {
      const near = suggest(`${domain}.${type}`, [...plans.keys()]);
      const expected = near === undefined ? `one of ${[...plans.keys()].join(", ")}` : `maybe ${near}`;
      throw new ReplayLineError({ file, line: number, found: `the event type ${domain}.${type}`, expected });
    }
    sentMs = Math.max(sentMs, eventTimeMs(event, plan) ?? sentMs);
    yield { domain, type, event, sentMs };
  }
}

function parseLine(text: string, place: { readonly file: string; readonly line: number }) {
  const expected = 'a JSON object such as {"domain":"shop","type":"page_view","event":{…}}';
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw new ReplayLineError({ ...place, found: describeFound(text), expected, cause });
  }
  const parsed = line.safeParse(value);
  if (!parsed.success) throw new ReplayLineError({ ...place, found: describeFound(value), expected });
  return parsed.data;
}

/** The event's own time; undefined where it has none that can be read. */
function eventTimeMs(event: unknown, { eventTime, columns }: EventPlan): number | undefined {
  const { attribute } = eventTime;
  const value =
    typeof event === "object" && event !== null ? (event as Record<string, unknown>)[attribute] : null;
  const type = columns.find((column) => column.attribute === attribute)?.type;
  const unit = type?.kind === "timestamp" ? type.unit : "iso";
  const timeMs = unit === "iso" ? Date.parse(String(value)) : Number(value) * (unit === "seconds" ? 1000 : 1);
  return value === null || Number.isNaN(timeMs) ? undefined : timeMs;
}
