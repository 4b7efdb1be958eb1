import type { DomainProblem } from "@millrace/domain";
import type { TableOutcome } from "./table-outcome.ts";
import type { PropertyOutcome } from "./property/check-property.ts";
import type { Property } from "./property/property.ts";

/** What came of one test file. */
export type TestResult = {
  /** Path from the repository's root. */
  readonly path: string;
  /** Empty where the file could not be read. */
  readonly describe: string;
  readonly durationMs: number;
} & (
  | { readonly outcome: "passed"; readonly streams?: number }
  /** The file's expectations have been written anew. */
  | { readonly outcome: "updated" }
  | {
      readonly outcome: "failed";
      readonly date: string | undefined;
      readonly tables: readonly TableOutcome[];
      readonly property?: { readonly property: Property; readonly outcome: PropertyOutcome };
    }
  /** It says nothing about results yet. */
  | { readonly outcome: "new" }
  | { readonly outcome: "invalid"; readonly problems: readonly DomainProblem[] }
  /** Flink could not run it. */
  | { readonly outcome: "broken"; readonly error: Error }
);

/** Whether the result lets a run succeed. */
export function isGood({ outcome }: TestResult): boolean {
  return outcome === "passed" || outcome === "updated";
}
