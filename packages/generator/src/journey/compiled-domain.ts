import {
  endOfJourney,
  type EventPlan,
  type GeneratorJourney,
  type GeneratorPlan,
  type Weighted,
} from "@millrace/domain";
import { suggest } from "@millrace/common";
import { GeneratorError } from "../errors.ts";
import { type Spoiler, spoiler } from "../imperfect/malformed.ts";
import { WeightedChoice } from "../random/weighted-choice.ts";
import { type EventMaker, eventMaker } from "../values/event-maker.ts";
import { type UserKeys, userKeys } from "../values/user-keys.ts";
import { DailyShape } from "./daily-shape.ts";
import { meanLength } from "./mean-length.ts";

/** What a domain generates: its profile and the event types that it may use. */
export interface GeneratorSource {
  readonly profile: GeneratorPlan;
  readonly events: readonly EventPlan[];
}

/** A step of a journey, ready to run. */
export interface CompiledStep {
  readonly event: EventPlan;
  readonly make: EventMaker;
  readonly spoil: Spoiler;
  readonly keep: readonly string[];
  readonly thinkTimeMs: number;
  /** What follows; undefined ends the journey. */
  next: WeightedChoice<CompiledStep | undefined> | undefined;
}

/** A domain, ready to generate. */
export interface CompiledDomain {
  readonly profile: GeneratorPlan;
  readonly users: UserKeys;
  /** First steps of journeys. */
  readonly starts: WeightedChoice<CompiledStep>;
  readonly journeysPerMs: number;
  readonly shape: DailyShape;
}

/**
 * Prepares a domain.
 * @param ratePerSecond in place of the profile's
 * @throws GeneratorError for an attribute of which nothing says what it is like
 */
export function compileSource(
  { profile, events }: GeneratorSource,
  ratePerSecond = profile.ratePerSecond,
): CompiledDomain {
  const journeys = profile.journeys.length > 0 ? profile.journeys : journeysOfMix(profile.mix, events);
  const users = userKeys(profile, events);
  const kept = new Set(journeys.flatMap(({ steps }) => steps.flatMap(({ keep }) => keep)));
  const used = new Set(journeys.flatMap(({ steps }) => steps.map(({ event }) => event)));
  const makers = new Map(
    [...used].map((name) => {
      const event = findEvent(events, name, profile.domain);
      return [name, { event, make: eventMaker({ event, profile, users, kept }), spoil: spoiler(event) }];
    }),
  );
  const weight = journeys.reduce((sum, journey) => sum + journey.weight, 0);
  const length = journeys.reduce((sum, journey) => sum + (journey.weight / weight) * meanLength(journey), 0);
  return {
    profile,
    users,
    starts: new WeightedChoice(
      journeys.map((journey) => ({ value: compileJourney(journey, makers), weight: journey.weight })),
    ),
    journeysPerMs: ratePerSecond / 1000 / length,
    shape: new DailyShape(profile.dailyShape),
  };
}

type Made = Pick<CompiledStep, "event" | "make" | "spoil">;

/** Links the steps of a journey; gives the first. */
function compileJourney({ start, steps }: GeneratorJourney, makers: ReadonlyMap<string, Made>): CompiledStep {
  const compiled = new Map(
    steps.map(({ name, event, keep, thinkTimeMs }) => {
      const step: CompiledStep = { ...(makers.get(event) as Made), keep, thinkTimeMs, next: undefined };
      return [name, step];
    }),
  );
  for (const { name, next } of steps) {
    const choices = next
      .filter(({ weight }) => weight > 0)
      .map((to) => ({
        value: to.name === endOfJourney ? undefined : compiled.get(to.name),
        weight: to.weight,
      }));
    if (choices.length > 0) (compiled.get(name) as CompiledStep).next = new WeightedChoice(choices);
  }
  return compiled.get(start) as CompiledStep;
}

/** Each event by itself, where nobody described journeys. */
function journeysOfMix(mix: readonly Weighted[], events: readonly EventPlan[]): readonly GeneratorJourney[] {
  const weights = mix.length > 0 ? mix : events.map(({ name }) => ({ name, weight: 1 }));
  const known = weights.filter(
    ({ name, weight }) => weight > 0 && events.some((event) => event.name === name),
  );
  const chosen = known.length > 0 ? known : events.map(({ name }) => ({ name, weight: 1 }));
  return chosen.map(({ name, weight }) => ({
    name,
    weight,
    start: name,
    steps: [{ name, event: name, next: [], thinkTimeMs: 0, keep: [] }],
  }));
}

function findEvent(events: readonly EventPlan[], name: string, domain: string): EventPlan {
  const event = events.find((each) => each.name === name);
  if (event !== undefined) return event;
  const names = events.map((each) => each.name);
  const near = suggest(name, names);
  throw new GeneratorError(
    `the domain ${domain} has no event type ${JSON.stringify(name)}, only ${names.join(", ") || "none"}` +
      (near === undefined ? "" : `; did you mean ${JSON.stringify(near)}?`),
  );
}
