import { describeFound, suggest } from "@millrace/common";
import type { EventCodec, EventProblem } from "@millrace/events";

/** How problem answers speak of what comes in. */
export interface EventWords {
  /** `an event` without its article. */
  readonly one: string;
  readonly many: string;
  readonly code: "INVALID_EVENT" | "INVALID_PAGE_VIEW";
}

/** The codec of a payload, or why it has none. */
export type Choice =
  | { readonly ok: true; readonly codec: EventCodec }
  | { readonly ok: false; readonly problems: readonly EventProblem[] };

/** Where payloads come in: it knows of what type each is. */
export interface Door {
  readonly domain: string;
  readonly words: EventWords;
  choose(payload: unknown): Choice;
}

const eventWords: EventWords = { one: "event", many: "events", code: "INVALID_EVENT" };

/** The door of one type. */
export interface TypeDoor extends Door {
  readonly codec: EventCodec;
}

/** @param words default: those of events */
export function typeDoor(codec: EventCodec, words = eventWords): TypeDoor {
  const choice: Choice = { ok: true, codec };
  return { codec, domain: codec.plan.domain, words, choose: () => choice };
}

/**
 * The door of a domain: for events that say their type in the column that they share, or for the only type that there is.
 * Undefined for a domain whose types have nothing in common.
 */
export function domainDoor(codecs: readonly EventCodec[]): Door | undefined {
  const [first, ...others] = codecs;
  if (first === undefined) return undefined;
  if (others.length === 0) return typeDoor(first);
  const byColumn = new Map<string, EventCodec[]>();
  for (const codec of codecs) {
    const { typeColumn } = codec.plan;
    if (typeColumn !== undefined) byColumn.set(typeColumn, [...(byColumn.get(typeColumn) ?? []), codec]);
  }
  if (byColumn.size === 0) return undefined;
  return { domain: first.plan.domain, words: eventWords, choose: (payload) => choose(payload, byColumn) };
}

type CodecsByColumn = ReadonlyMap<string, readonly EventCodec[]>;

function choose(payload: unknown, byColumn: CodecsByColumn): Choice {
  if (typeof payload !== "object" || payload === null || Array.isArray(payload))
    return { ok: false, problems: [{ path: [], found: describeFound(payload), expected: "an object" }] };
  for (const [column, codecs] of byColumn) {
    const type = typeIn(payload, column);
    const codec = codecs.find(({ plan }) => plan.name === type);
    if (codec !== undefined) return { ok: true, codec };
  }
  const columns = [...byColumn];
  const said = columns.filter(([column]) => typeIn(payload, column) !== undefined);
  const problems = (said.length === 0 ? columns : said)
    .slice(0, 1)
    .map(([column, codecs]) => unknownType(typeIn(payload, column), column, codecs));
  return { ok: false, problems };
}

function typeIn(payload: object, column: string): unknown {
  return Object.hasOwn(payload, column) ? (payload as Record<string, unknown>)[column] : undefined;
}

function unknownType(type: unknown, column: string, codecs: readonly EventCodec[]): EventProblem {
  const types = codecs.map(({ plan }) => plan.name);
  const suggestion = typeof type === "string" ? suggest(type.slice(0, 100), types) : undefined;
  return {
    path: [column],
    found: describeFound(type),
    expected: `one of ${types.join(", ")}`,
    ...(suggestion === undefined ? {} : { suggestion }),
  };
}
