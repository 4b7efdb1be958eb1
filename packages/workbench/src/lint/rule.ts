import type { StatementSettings, TablePlan } from "@millrace/domain";
import type { Place } from "./statement/name.ts";
import type { SqlStatement } from "./statement/statement.ts";

/** `error`: the result is wrong, state grows for ever, or an engine refuses it. `warning`: probably not meant. */
export type Severity = "error" | "warning";

/** A rule that a statement breaks, and where in its file. */
export interface Finding {
  readonly place: Place;
  /** What is wrong: one sentence without a stop. */
  readonly message: string;
  /** What to do instead: one sentence without a stop. */
  readonly advice: string;
}

/** What is known of the domain that a statement belongs to. */
export interface LintDomain {
  readonly name: string;
  /** By name; empty where the domain does not compile. */
  readonly tables: ReadonlyMap<string, TablePlan>;
  /** Those of the domain's job; absent where the domain does not compile. */
  readonly settings?: StatementSettings;
}

/** Something that a statement should not do. */
export interface LintRule {
  /** Kebab-case; the name under which `@lint_allow` knows it. */
  readonly code: string;
  readonly severity: Severity;
  /** What holds for every good statement: one sentence. */
  readonly title: string;
  readonly check: (statement: SqlStatement, domain: LintDomain) => readonly Finding[];
}
