import { type Column, type EventPlan, generatorDefaults, type GeneratorPlan } from "@millrace/domain";
import { hashText } from "../random/random.ts";
import { defaultDraw, timeValue } from "./default-draw.ts";
import type { Draw, Moment } from "./moment.ts";
import { keyedDraw, profileDraw } from "./profile-draw.ts";
import { type UserKeys, userAttribute } from "./user-keys.ts";

/** An event as it is sent: attributes by name, in the order of the event type. */
export type Payload = Readonly<Record<string, unknown>>;

/** Makes payloads of one event type. */
export type EventMaker = (moment: Moment, keep: readonly string[]) => Payload;

interface Part {
  readonly attribute: string;
  readonly draw: (moment: Moment, made: Payload) => unknown;
  readonly missingShare: number;
  readonly isKept: boolean;
  /** The attribute that has to be made before this one. */
  readonly after: string | undefined;
}

/** What a maker is compiled from. */
export interface EventMakerOptions {
  readonly event: EventPlan;
  readonly profile: GeneratorPlan;
  readonly users: UserKeys;
  /** Attributes that some step of a journey keeps. */
  readonly kept: ReadonlySet<string>;
}

/** Compiles the maker of an event type. @throws GeneratorError for an attribute of which nothing says what it is like */
export function eventMaker(options: EventMakerOptions): EventMaker {
  const parts = options.event.columns.map((column) => partOf(column, options));
  const inOrder = byNeed(parts);
  const attributes = parts.map(({ attribute }) => attribute);
  const isReordered = inOrder.some((part, at) => part !== parts[at]);
  return (moment, keep) => {
    const made = makeParts(inOrder, moment, keep);
    return isReordered ? reordered(made, attributes) : made;
  };
}

function makeParts(parts: readonly Part[], moment: Moment, keep: readonly string[]): Record<string, unknown> {
  const made: Record<string, unknown> = {};
  const { last } = moment.journey;
  for (const { attribute, draw, missingShare, isKept } of parts) {
    if (isKept && last.has(attribute) && keep.includes(attribute)) {
      made[attribute] = last.get(attribute);
      continue;
    }
    if (missingShare > 0 && moment.random.next() < missingShare) continue;
    const value = draw(moment, made);
    made[attribute] = value;
    if (isKept) last.set(attribute, value);
  }
  return made;
}

function partOf(column: Column, { event, profile, users, kept }: EventMakerOptions): Part {
  const { attribute } = column;
  const value = profile.values.find((each) => each.attribute === attribute);
  const by = value?.by;
  const after = by !== undefined && event.columns.some((other) => other.attribute === by) ? by : undefined;
  const mayMiss =
    column.isOptional && value === undefined && specialDraw(column, event, profile) === undefined;
  return {
    attribute,
    draw: drawOf(column, { event, profile, users, after }),
    missingShare: value?.missingShare ?? (mayMiss ? generatorDefaults.missingShare : 0),
    isKept: kept.has(attribute),
    after,
  };
}

function drawOf(
  column: Column,
  {
    event,
    profile,
    users,
    after,
  }: Pick<EventMakerOptions, "event" | "profile" | "users"> & { readonly after: string | undefined },
): Part["draw"] {
  const { attribute } = column;
  if (attribute === userAttribute(profile, [event])) {
    const valueOf = users.valuesOf(column);
    return ({ journey }) => valueOf(journey.user);
  }
  const special = specialDraw(column, event, profile);
  if (special !== undefined) return (moment) => special(moment.random, moment);
  const owner = `${event.domain}.${event.name}`;
  const value = profile.values.find((each) => each.attribute === attribute);
  const draw = value === undefined ? defaultDraw(column, owner) : profileDraw(column, value, owner);
  if (after === undefined) return (moment) => draw(moment.random, moment);
  const keyed = keyedDraw(draw, attribute);
  return (moment, made) => keyed(hashText(String(made[after])), moment);
}

/** What follows from an attribute's part in the event: its time, its identifier, its session. */
function specialDraw(column: Column, event: EventPlan, profile: GeneratorPlan): Draw | undefined {
  const { attribute, type } = column;
  if (attribute === event.eventTime.attribute && type.kind === "timestamp")
    return (_, { timeMs }) => timeValue(type, timeMs);
  if (attribute === event.idAttribute) return idDraw(column);
  if (attribute === (profile.session ?? "session_id")) return sessionDraw(column);
  return undefined;
}

const greatestId = { int: 2 ** 31 - 1, long: Number.MAX_SAFE_INTEGER } as const;

/** An identifier that no other event has. */
function idDraw({ type }: Column): Draw | undefined {
  if (type.kind === "int" || type.kind === "long") {
    const greatest = Math.min(type.max ?? greatestId[type.kind], greatestId[type.kind]);
    return (random) => random.integer(Math.max(1, type.min ?? 1), greatest);
  }
  if (type.kind !== "string" || type.pattern !== undefined) return undefined;
  const length = type.maxLength ?? 36;
  return length >= 36
    ? (random) => random.uuid()
    : (random) => random.uuid().replaceAll("-", "").slice(-length);
}

function sessionDraw(column: Column): Draw | undefined {
  const draw = idDraw(column);
  if (draw === undefined) return undefined;
  const { attribute } = column;
  return (random, moment) => {
    const { fixed } = moment.journey;
    if (!fixed.has(attribute)) fixed.set(attribute, draw(random, moment));
    return fixed.get(attribute);
  };
}

/** Parts that need another come after it. */
function byNeed(parts: readonly Part[]): readonly Part[] {
  const placed = new Set<string>();
  const order: Part[] = [];
  const place = (part: Part) => {
    if (placed.has(part.attribute)) return;
    placed.add(part.attribute);
    const needed = parts.find(({ attribute }) => attribute === part.after);
    if (needed !== undefined) place(needed);
    order.push(part);
  };
  parts.forEach(place);
  return order;
}

function reordered(made: Readonly<Record<string, unknown>>, attributes: readonly string[]): Payload {
  const payload: Record<string, unknown> = {};
  for (const attribute of attributes) if (attribute in made) payload[attribute] = made[attribute];
  return payload;
}
