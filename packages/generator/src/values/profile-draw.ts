import type { Column, GeneratorValue } from "@millrace/domain";
import { hashPair, hashText, Random } from "../random/random.ts";
import { WeightedChoice } from "../random/weighted-choice.ts";
import { zipf } from "../random/zipf.ts";
import { amountDraw, defaultDraw } from "./default-draw.ts";
import { keyValues } from "./key-text.ts";
import type { Draw, Moment } from "./moment.ts";
import { digitsOf, moneyValue, rounded } from "./numbers.ts";

/** Makes values of an attribute as the profile says. @throws GeneratorError */
export function profileDraw(column: Column, value: GeneratorValue, owner: string): Draw {
  const draw = freshDraw(column, value, owner);
  if (value.by !== undefined) return draw;
  const { attribute } = value;
  if (value.per === "user") return perUser(draw, attribute);
  return value.per === "journey" ? perJourney(draw, attribute) : draw;
}

/** Makes the same value for the same key: what depends on a user or on another attribute. */
export function keyedDraw(draw: Draw, attribute: string): (key: number, moment: Moment) => unknown {
  const scratch = new Random(attribute);
  const seed = hashText(attribute);
  return (key, moment) => {
    scratch.reseed(hashPair(seed, key));
    return draw(scratch, moment);
  };
}

function freshDraw(column: Column, value: GeneratorValue, owner: string): Draw {
  if (value.choices !== undefined) return choiceDraw(column, value.choices);
  if (value.keys !== undefined) {
    const keys = zipf(value.keys.count, value.keys.skew);
    const valueOf = keyValues(column, value.keys.text);
    return (random) => valueOf(keys.pick(random));
  }
  if (value.between === undefined) return defaultDraw(column, owner);
  const { least, greatest, step } = value.between;
  const draw = amountDraw({ least, greatest, type: column.type });
  return step === undefined ? draw : walk(draw, column, { least, greatest, step });
}

/** The values of `choices` as the attribute's type has them. */
export function choiceDraw(column: Column, choices: NonNullable<GeneratorValue["choices"]>): Draw {
  const choice = new WeightedChoice(
    choices.map(({ value, weight }) => ({ value: typedValue(column, value), weight })),
  );
  return (random) => choice.pick(random);
}

function typedValue({ type }: Column, value: string | number | boolean): unknown {
  switch (type.kind) {
    case "int":
    case "long":
    case "double":
    case "decimal":
      return Number(value);
    case "money":
      return moneyValue(type, Number(value));
    case "boolean":
      return value === true || value === "true";
    default:
      return String(value);
  }
}

function perUser(draw: Draw, attribute: string): Draw {
  const keyed = keyedDraw(draw, attribute);
  return (_, moment) => keyed(moment.journey.user, moment);
}

function perJourney(draw: Draw, attribute: string): Draw {
  return (random, moment) => {
    const { fixed } = moment.journey;
    if (!fixed.has(attribute)) fixed.set(attribute, draw(random, moment));
    return fixed.get(attribute);
  };
}

/** A random walk of each user, between two bounds. */
function walk(
  first: Draw,
  { type }: Column,
  { least, greatest, step }: { readonly least: number; readonly greatest: number; readonly step: number },
): Draw {
  const places = new Map<number, number>();
  const digits = digitsOf(type);
  const isMoney = type.kind === "money";
  return (random, moment) => {
    const { user } = moment.journey;
    const before = places.get(user);
    const drawn = before === undefined ? startOf(first(random, moment)) : before;
    const moved = before === undefined ? drawn : drawn + (2 * random.next() - 1) * step;
    const place = rounded(Math.min(greatest, Math.max(least, moved)), digits);
    places.set(user, place);
    return isMoney ? moneyValue(type, place) : place;
  };
}

/** The amount in a value that was drawn, whatever its form. */
function startOf(value: unknown): number {
  return typeof value === "number" ? value : (value as { readonly amount: number }).amount;
}
