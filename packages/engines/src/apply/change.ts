import type { StateChange } from "../plan/state-changes.ts";

/** What applying a plan did to one thing. */
export interface Change {
  readonly kind:
    "topic" | "schema" | "database table" | "ClickHouse table" | "bucket" | "statement" | "connector";
  readonly name: string;
  /**
   * `resumed`: a statement that goes on from its last savepoint or checkpoint. `kept`: a statement that goes on as it was,
   * because its edit would lose state.
   */
  readonly action: "created" | "updated" | "resumed" | "unchanged" | "kept" | "removed";
  /** What becomes, or would become, of a changed statement's state. */
  readonly state?: readonly StateChange[];
}
