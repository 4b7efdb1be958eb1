import type { Change } from "../changelog/change.ts";
import type { FlinkRow } from "../types/value.ts";

/** What the fake answers to a query. */
export interface FakeResult {
  /** Columns with their types as SQL writes them: `{ postcode: "STRING NOT NULL", n: "BIGINT" }`. */
  readonly columns: Readonly<Record<string, string>>;
  /** The rows, as inserts. */
  readonly rows?: readonly FlinkRow[];
  /** The changes, when rows are not enough. */
  readonly changes?: readonly Change[];
  /** The query runs on after its last change, until it is closed. Default false. */
  readonly isEndless?: boolean;
  /** The job fails with this message after its last change. */
  readonly failure?: string;
}

/** A refusal, in the words and classes of Flink: innermost cause and position make the message. */
export interface FakeRefusal {
  readonly refusal: string;
  /** Default `org.apache.flink.table.api.ValidationException`. */
  readonly className?: string;
  /** Where in the SQL; counted from 1, end inclusive. */
  readonly at?: {
    readonly line: number;
    readonly column: number;
    readonly endLine: number;
    readonly endColumn: number;
  };
}

/** An answer, or what makes one from the SQL. */
export type FakeAnswer = FakeResult | FakeRefusal;

/** Which statements an answer is for: one text (white space does not matter), a pattern, or a test. */
export type SqlMatcher = string | RegExp | ((sql: string) => boolean);

export function matches(matcher: SqlMatcher, sql: string): boolean {
  if (typeof matcher === "function") return matcher(sql);
  return typeof matcher === "string" ? squeeze(matcher) === squeeze(sql) : matcher.test(sql);
}

function squeeze(sql: string): string {
  return sql.replaceAll(/\s+/g, " ").replace(/;\s*$/, "").trim();
}
