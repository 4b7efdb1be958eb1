import type { CatalogDomain, CatalogEvent } from "../contract/catalog.ts";
import { type Payload, writeEventTime } from "./event-time.ts";

/** How many values each group gets in a burst. */
const groups = 5;

/**
 * The nth event of a burst: like the first, happening at `timeMs`, without its identifier (the door makes one), and in one
 * of a few groups, so that a chart has something to tell apart.
 */
export function varyEvent(
  event: CatalogEvent,
  { tables }: Pick<CatalogDomain, "tables">,
  { payload, index, timeMs }: { readonly payload: Payload; readonly index: number; readonly timeMs: number },
): Payload {
  const grouping = new Set(tables.flatMap(({ groupColumns }) => groupColumns));
  const varied = Object.entries(payload)
    .filter(([attribute]) => attribute !== event.id_attribute)
    .map(([attribute, value]) => {
      const isGroup = grouping.has(event.columns[attribute] ?? attribute) && isFree(event, attribute);
      return [attribute, isGroup ? varyValue(value, index % groups) : value] as const;
    });
  return {
    ...Object.fromEntries(varied),
    [event.event_time.attribute]: writeEventTime(event.event_time, timeMs),
  };
}

/** Whether a text can be changed without becoming invalid. */
function isFree({ schema }: CatalogEvent, attribute: string): boolean {
  const properties = schema["properties"] as Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  const property = properties[attribute] ?? {};
  return ["const", "enum", "format", "pattern"].every((word) => property[word] === undefined);
}

function varyValue(value: unknown, group: number): unknown {
  if (group === 0 || typeof value !== "string") return value;
  const number = /\d+$/.exec(value)?.[0];
  if (number === undefined) return `${value}-${group + 1}`;
  return `${value.slice(0, -number.length)}${Number(number) + group}`;
}
