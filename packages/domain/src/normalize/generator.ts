import { parseDuration } from "../duration.ts";
import { parseRate } from "../rate.ts";
import type {
  GeneratorInput,
  GeneratorJourneyInput,
  GeneratorValueInput,
} from "../schema/generator-schema.ts";
import { given } from "./columns.ts";

/** What the synthetic events of one domain are like; shares are from 0 to 1, times in milliseconds. */
export interface GeneratorPlan {
  readonly domain: string;
  /** Of all event types together, on average over a day. */
  readonly ratePerSecond: number;
  /** 24 weights, one an hour, in UTC; only what they are to each other counts. */
  readonly dailyShape: readonly number[];
  /** The attribute that says who acts; absent: `user_id`, where there is one. */
  readonly user?: string;
  /** The attribute that is the same all through a journey; absent: `session_id`, where there is one. */
  readonly session?: string;
  /** By attribute, sorted; attributes that are not listed get values by their types. */
  readonly values: readonly GeneratorValue[];
  /** How often each event type comes where there are no journeys; those that are not listed never come. Empty: all alike. */
  readonly mix: readonly Weighted[];
  readonly journeys: readonly GeneratorJourney[];
  readonly imperfections: GeneratorImperfections;
}

/** A name with how often it comes, compared with the others. */
export interface Weighted {
  readonly name: string;
  readonly weight: number;
}

/** What one attribute's values are like. */
export interface GeneratorValue {
  readonly attribute: string;
  /** The values to choose from, as they are written; absent: see `keys` and `between`. */
  readonly choices?: readonly { readonly value: string | number | boolean; readonly weight: number }[];
  /** The keys 1 to `count`; `skew` is Zipf's exponent, `text` a template that holds `{key}`. */
  readonly keys?: { readonly count: number; readonly skew: number; readonly text?: string };
  /** Inclusive, in the payload's unit. */
  readonly between?: { readonly least: number; readonly greatest: number; readonly step?: number };
  readonly per: "event" | "journey" | "user";
  /** Another attribute on whose value this one depends. */
  readonly by?: string;
  readonly missingShare: number;
}

/** A Markov chain: what one user does. */
export interface GeneratorJourney {
  readonly name: string;
  readonly weight: number;
  readonly start: string;
  readonly steps: readonly GeneratorStep[];
}

/** An event of a journey and what may follow it; a journey ends where `next` is empty or its step is `end`. */
export interface GeneratorStep {
  readonly name: string;
  readonly event: string;
  readonly next: readonly Weighted[];
  /** Mean, in milliseconds. */
  readonly thinkTimeMs: number;
  readonly keep: readonly string[];
}

/** What makes a stream real. */
export interface GeneratorImperfections {
  readonly lateShare: number;
  readonly lateByMs: number;
  readonly duplicateShare: number;
  readonly duplicateAfterMs: number;
  readonly outOfOrderShare: number;
  readonly outOfOrderByMs: number;
  readonly clockDriftShare: number;
  readonly clockDriftByMs: number;
  readonly malformedShare: number;
}

/** Every default of `generator`; the schema's descriptions name the same values. */
export const generatorDefaults = {
  rate: "5 per second",
  thinkTime: "10 seconds",
  /** How often an optional attribute that the profile does not mention is left out. */
  missingShare: 0.1,
  imperfections: {
    lateShare: 0,
    lateByMs: 120_000,
    duplicateShare: 0,
    duplicateAfterMs: 10_000,
    outOfOrderShare: 0,
    outOfOrderByMs: 5_000,
    clockDriftShare: 0,
    clockDriftByMs: 300_000,
    malformedShare: 0,
  },
} as const;

/** The step that ends a journey. */
export const endOfJourney = "end";

const dailyShapes: Readonly<Record<"flat" | "office" | "evening", readonly number[]>> = {
  flat: hours("1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1"),
  office: hours("1 1 1 1 1 2 4 8 16 20 20 18 14 18 20 20 18 12 6 4 3 2 1 1"),
  evening: hours("6 3 2 1 1 1 2 3 4 4 5 5 6 6 6 7 8 10 14 18 20 20 16 10"),
};

/** The profile of a valid domain.yaml with every default filled in. */
export function normalizeGenerator(domain: string, input: GeneratorInput): GeneratorPlan {
  const shape = input.daily_shape ?? "flat";
  return {
    domain,
    ratePerSecond: ratePerSecond(input.rate ?? generatorDefaults.rate),
    dailyShape: typeof shape === "string" ? dailyShapes[shape] : shape,
    ...given("user", input.user),
    ...given("session", input.session),
    values: Object.entries(input.values ?? {})
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([attribute, value]) => normalizeValue(attribute, value)),
    mix: weighted(input.mix ?? {}),
    journeys: Object.entries(input.journeys ?? {}).map(([name, journey]) => normalizeJourney(name, journey)),
    imperfections: normalizeImperfections(input.imperfections ?? {}),
  };
}

/** `1%` as 0.01. */
export function parseShare(text: string): number {
  return Number.parseFloat(text) / 100;
}

function normalizeValue(attribute: string, input: GeneratorValueInput): GeneratorValue {
  const { choices, keys, skew = 0, text, between, step, per = "event", by, missing } = input;
  return {
    attribute,
    ...given("choices", choices === undefined ? undefined : choicesOf(choices)),
    ...given("keys", keys === undefined ? undefined : { count: keys, skew, ...given("text", text) }),
    ...given(
      "between",
      between === undefined ? undefined : { least: between[0], greatest: between[1], ...given("step", step) },
    ),
    per,
    ...given("by", by),
    missingShare: missing === undefined ? 0 : parseShare(missing),
  };
}

function choicesOf(choices: NonNullable<GeneratorValueInput["choices"]>) {
  if (Array.isArray(choices)) return choices.map((value) => ({ value, weight: 1 }));
  return Object.entries(choices).map(([value, weight]) => ({ value, weight }));
}

function normalizeJourney(
  name: string,
  { weight = 1, start, steps }: GeneratorJourneyInput,
): GeneratorJourney {
  return {
    name,
    weight,
    start,
    steps: Object.entries(steps).map(([step, { event = step, next = {}, think_time, keep = [] }]) => ({
      name: step,
      event,
      next: weighted(next),
      thinkTimeMs: parseDuration(think_time ?? generatorDefaults.thinkTime),
      keep,
    })),
  };
}

function normalizeImperfections(input: NonNullable<GeneratorInput["imperfections"]>): GeneratorImperfections {
  const defaults = generatorDefaults.imperfections;
  const share = (text: string | undefined) => (text === undefined ? 0 : parseShare(text));
  const time = (text: string | undefined, fallback: number) =>
    text === undefined ? fallback : parseDuration(text);
  return {
    lateShare: share(input.late),
    lateByMs: time(input.late_by, defaults.lateByMs),
    duplicateShare: share(input.duplicate),
    duplicateAfterMs: time(input.duplicate_after, defaults.duplicateAfterMs),
    outOfOrderShare: share(input.out_of_order),
    outOfOrderByMs: time(input.out_of_order_by, defaults.outOfOrderByMs),
    clockDriftShare: share(input.clock_drift),
    clockDriftByMs: time(input.clock_drift_by, defaults.clockDriftByMs),
    malformedShare: share(input.malformed),
  };
}

function weighted(weights: Readonly<Record<string, number>>): readonly Weighted[] {
  return Object.entries(weights).map(([name, weight]) => ({ name, weight }));
}

function ratePerSecond(text: string): number {
  const rate = parseRate(text);
  if (rate === undefined) throw new Error(`the schema let the rate ${JSON.stringify(text)} pass`);
  return rate;
}

function hours(weights: string): readonly number[] {
  return weights.split(" ").map(Number);
}
