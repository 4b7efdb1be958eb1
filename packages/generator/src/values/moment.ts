import type { Random } from "../random/random.ts";

/** One user's journey under way. */
export interface Journey {
  /** The user's key, from 1. */
  readonly user: number;
  /** Values that stay the same all through the journey, by attribute. */
  readonly fixed: Map<string, unknown>;
  /** The newest value of each attribute that a step may keep. */
  readonly last: Map<string, unknown>;
}

/** What an event's values are made from. */
export interface Moment {
  readonly random: Random;
  /** By the user's clock: milliseconds since the epoch. */
  readonly timeMs: number;
  readonly journey: Journey;
}

/** Makes one value of an attribute. What it draws comes from `random` alone. */
export type Draw = (random: Random, moment: Moment) => unknown;
