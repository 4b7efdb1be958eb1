import type { EventProblem } from "@millrace/events";

/** An item of a body: a JSON value, or why it is none. */
export type BodyItem =
  { readonly ok: true; readonly value: unknown } | { readonly ok: false; readonly problem: EventProblem };

/** Items of a request's body that are taken in together. */
export interface Portion {
  readonly items: readonly BodyItem[];
  /** The bytes of an item as they were posted, decompressed. Only asked for items that are kept as dead letters. */
  original(at: number): Buffer;
}

/** Values that are no body's. */
export function portionOf(values: readonly unknown[]): Portion {
  return {
    items: values.map((value) => ({ ok: true, value })),
    original: (at) => Buffer.from(JSON.stringify(values[at])),
  };
}
