/** What applying a plan did to one thing. */
export interface Change {
  readonly kind: "topic" | "schema" | "database table" | "bucket" | "statement" | "connector";
  readonly name: string;
  /** `resumed`: a statement that goes on from its last savepoint or checkpoint. */
  readonly action: "created" | "updated" | "resumed" | "unchanged";
}
