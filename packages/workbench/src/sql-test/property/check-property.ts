import fc from "fast-check";
import type { FlinkRow } from "@millrace/flink";
import type { PreparedStatements, TableChanges } from "../../flink/prepared-statements.ts";
import type { ScriptStep } from "../../flink/script.ts";
import type { OracleRow } from "../../oracle/row.ts";
import type { OracleStep } from "../../oracle/windowed-groups.ts";
import { attributeValue } from "../attribute-value.ts";
import { exampleValue } from "../example-value.ts";
import { compareRows } from "../../rows/compare-rows.ts";
import type { TableOutcome } from "../table-outcome.ts";
import { finalRows, projected } from "../../rows/final-rows.ts";
import { flinkTime } from "../time-text.ts";
import { type Hold, heldRows } from "./hold.ts";
import type { Property } from "./property.ts";
import { type RandomEvent, randomStreams } from "./random-stream.ts";

/** So many streams are tried at most to make a failing one smaller. */
const maxShrinkRuns = 40;

/** A stream for which the property does not hold, made small. */
export interface CounterExample {
  readonly events: readonly RandomEvent[];
  readonly outcomes: readonly TableOutcome[];
  readonly seed: number;
  /** Leads fast-check back to it. */
  readonly path: string;
}

/** How a property came out. */
export interface PropertyOutcome {
  /** How many streams Flink has run. */
  readonly runs: number;
  readonly counterExample?: CounterExample;
}

/** What is run; the whole of a prepared statement fits. */
type Runner = Pick<PreparedStatements, "run">;

/** Runs random streams until one is found for which the property does not hold, and makes that one small. */
export async function checkProperty(
  property: Property,
  prepared: Runner,
  signal?: AbortSignal,
): Promise<PropertyOutcome> {
  const trials = new Trials(property, prepared, signal);
  const details = await fc.check(
    fc.asyncProperty(randomStreams(property), (events) => trials.holds(events)),
    { seed: property.seed, numRuns: property.runs },
  );
  trials.throwWhatBroke();
  const { runs, failure } = trials;
  if (failure === undefined) return { runs };
  return {
    runs,
    counterExample: { ...failure, seed: details.seed, path: details.counterexamplePath ?? "" },
  };
}

/** Counts the runs of one property, and keeps the last failing one: the smallest so far. */
class Trials {
  readonly #property: Property;
  readonly #prepared: Runner;
  readonly #signal: AbortSignal | undefined;
  #failedAt: number | undefined;
  #broken: { readonly error: unknown } | undefined;
  runs = 0;
  failure: Pick<CounterExample, "events" | "outcomes"> | undefined;

  constructor(property: Property, prepared: Runner, signal: AbortSignal | undefined) {
    this.#property = property;
    this.#prepared = prepared;
    this.#signal = signal;
  }

  async holds(events: readonly RandomEvent[]): Promise<boolean> {
    // What counts as holding without a run ends the search.
    if (this.#isOver()) return true;
    this.runs += 1;
    try {
      const outcomes = await runOnce(this.#property, events, this.#prepared, this.#signal);
      if (outcomes.every(({ differences }) => differences.length === 0)) return true;
      this.#failedAt ??= this.runs;
      this.failure = { events, outcomes };
      return false;
    } catch (error) {
      // A job that cannot run says nothing about the property.
      this.#broken = { error };
      return true;
    }
  }

  throwWhatBroke(): void {
    if (this.#broken !== undefined) throw this.#broken.error;
  }

  #isOver(): boolean {
    if (this.#broken !== undefined) return true;
    return this.#failedAt !== undefined && this.runs - this.#failedAt >= maxShrinkRuns;
  }
}

async function runOnce(
  property: Property,
  events: readonly RandomEvent[],
  prepared: Runner,
  signal: AbortSignal | undefined,
): Promise<readonly TableOutcome[]> {
  const { event } = property;
  const rows = events.flatMap((each, index) => {
    const row = rowOf(each, index, property);
    return Array.from({ length: each.times }, () => ({ row, timeMs: each.atMs }));
  });
  const script = rows.map(({ row }): ScriptStep => ({ kind: "row", row }));
  const changes = await prepared.run({ [event.table]: script }, { signal });
  const steps = oracleSteps(rows, event);
  return property.holds.map((hold) => compareHold(hold, steps, changes, property));
}

/** A row that came before is left out where its stream leaves out duplicates; event time moves all the same. */
function oracleSteps(
  rows: readonly { readonly row: Readonly<Record<string, unknown>>; readonly timeMs: number }[],
  { deduplicate, eventTime }: Property["event"],
): readonly OracleStep[] {
  const come = new Set<string>();
  return rows.map(({ row, timeMs }): OracleStep => {
    const identity = deduplicate?.by.map((column) => String(row[column])).join("\n");
    if (identity !== undefined && come.has(identity))
      return { kind: "watermark", atMs: timeMs - eventTime.delayMs - eventTime.graceMs };
    if (identity !== undefined) come.add(identity);
    return { kind: "row", timeMs, values: row as OracleRow["values"] };
  });
}

function compareHold(
  hold: Hold,
  steps: readonly OracleStep[],
  changes: TableChanges,
  { event: { eventTime } }: Property,
): TableOutcome {
  const { table } = hold;
  const columns = hold.columns.map(({ name }) => name);
  const behindMs = eventTime.delayMs + eventTime.graceMs;
  const expected = heldRows(hold, steps, behindMs).map(rounded);
  const found = finalRows(changes[table.name] ?? [], table).map((row) => rounded(projected(row, columns)));
  const key = hold.columns.filter(({ what }) => what.kind !== "aggregate").map(({ name }) => name);
  return {
    table: table.name,
    part: "rows",
    key,
    differences: compareRows(expected, found, { columns, key }),
  };
}

/** Sums of reals depend on their order in the last digits. */
function rounded(row: FlinkRow): FlinkRow {
  return Object.fromEntries(
    Object.entries(row).map(([name, value]) => [
      name,
      typeof value === "number" ? Number(value.toPrecision(12)) : value,
    ]),
  );
}

/** Completes a random event with examples, as the door's payload would be. */
function rowOf(
  { atMs, values }: RandomEvent,
  index: number,
  { event }: Property,
): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    event.columns.map((column) => {
      const { name, attribute, type } = column;
      if (name === event.eventTime.column) return [name, flinkTime(atMs)];
      const isMade = type.kind === "string" && type.generated !== undefined && !(attribute in values);
      if (isMade) return [name, `e${index + 1}`];
      const value = values[attribute] ?? exampleValue(column) ?? null;
      const converted = attributeValue(value, column, undefined);
      return [name, "value" in converted ? converted.value : null];
    }),
  );
}
