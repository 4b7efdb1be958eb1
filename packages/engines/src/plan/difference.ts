import type { Change } from "../apply/change.ts";
import type { StateChange } from "./state-changes.ts";

/** How one thing that runs differs from what the plan says, and what applying would do about it. */
export interface Difference {
  readonly kind: Change["kind"];
  readonly name: string;
  /**
   * `change`: in place. `replace`: stopped and started anew. `remove`: ended, because it is not in the plan any more.
   * `leave`: not in the plan any more, and left as it is because it holds data. `refuse`: cannot be made as the plan says,
   * so that nothing is applied.
   */
  readonly action: "create" | "change" | "replace" | "remove" | "leave" | "refuse" | "unchanged";
  /** What differs, a line each. */
  readonly details: readonly string[];
  /** What becomes of a statement's state. */
  readonly state?: readonly StateChange[];
  /** Whether applying forgets state, so that it has to be accepted by name. */
  readonly losesState?: boolean;
}

/** Whether applying would do something, or refuses to. */
export function isDue({ action }: Difference): boolean {
  return action !== "unchanged" && action !== "leave";
}
