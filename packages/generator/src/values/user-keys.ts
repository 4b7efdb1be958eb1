import type { Column, EventPlan, GeneratorPlan } from "@millrace/domain";
import type { Random } from "../random/random.ts";
import { WeightedChoice } from "../random/weighted-choice.ts";
import { type KeyChoice, zipf } from "../random/zipf.ts";
import { keyValues } from "./key-text.ts";

const defaultUsers = 1_000;

/** The users of a domain, each known by a key. */
export interface UserKeys {
  /** Who acts next. */
  pick(random: Random): number;
  /** The user attribute's value for a key. */
  valuesOf(column: Column): (key: number) => unknown;
}

/** The attribute that says who acts; undefined where no event has one. */
export function userAttribute(profile: GeneratorPlan, events: readonly EventPlan[]): string | undefined {
  const name = profile.user ?? "user_id";
  return events.some(({ columns }) => columns.some(({ attribute }) => attribute === name)) ? name : undefined;
}

/** The users as the profile's entry of the user attribute describes them; by default 1,000 who are all alike. */
export function userKeys(profile: GeneratorPlan, events: readonly EventPlan[]): UserKeys {
  const attribute = userAttribute(profile, events);
  const value = profile.values.find((each) => each.attribute === attribute);
  const { choices } = value ?? {};
  if (choices !== undefined) return chosenUsers(choices);
  const { count = defaultUsers, skew = 0, text } = value?.keys ?? {};
  const keys: KeyChoice = zipf(count, skew);
  return { pick: (random) => keys.pick(random), valuesOf: (column) => keyValues(column, text) };
}

function chosenUsers(
  choices: readonly { readonly value: string | number | boolean; readonly weight: number }[],
): UserKeys {
  const choice = new WeightedChoice(choices.map(({ weight }, at) => ({ value: at + 1, weight })));
  return {
    pick: (random) => choice.pick(random),
    valuesOf:
      ({ type }) =>
      (key) => {
        const value = choices[key - 1]?.value;
        return type.kind === "int" || type.kind === "long" ? Number(value) : String(value);
      },
  };
}
