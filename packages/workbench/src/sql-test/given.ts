import { describeFound } from "@millrace/common";
import { type DataPath, type Domain, type EventStream, parseDuration, suggest } from "@millrace/domain";
import type { Scripts, ScriptStep } from "../flink/script.ts";
import { type EventContext, type EventRow, eventRow } from "./event-row.ts";
import type { ProblemList } from "./problem-list.ts";
import { shuffled } from "./seeded-random.ts";
import type { StepInput, TestInput } from "./test-schema.ts";
import { parseTime, timeForm } from "./time-text.ts";

/** What the events of a test are made with. */
export interface GivenOptions {
  readonly domain: Domain;
  readonly problems: ProblemList;
  /** Replaces the seed of a test whose order is shuffled. */
  readonly seed?: number | undefined;
}

/** Turns `given` into what each event table is given; what is wrong is told to the problems. */
export function givenScripts(input: TestInput, { domain, problems, seed }: GivenOptions): Scripts {
  const tables = domain.streams.map(({ table }) => table);
  let ids = 0;
  const context: EventContext = { date: input.date, problems, nextId: () => `e${(ids += 1)}` };
  const scripts: Record<string, readonly ScriptStep[]> = {};
  for (const [table, steps] of Object.entries(input.given ?? {})) {
    const event = domain.streams.find((each) => each.table === table);
    if (event === undefined) {
      problems.key(["given", table], unknownTable(table, tables, domain));
      continue;
    }
    const read = steps.map((step, index) => readStep(step, ["given", table, index], event, context));
    const order = ordered(read, orderOf(input.order, seed), event);
    refuseLateness(steps, input.order, table, problems);
    scripts[table] = order;
  }
  return scripts;
}

/** A step that could be read; an event that could not is none. */
type ReadStep =
  | {
      readonly kind: "event";
      readonly event: EventRow;
      readonly times: number;
      readonly watermarkMs?: number;
    }
  | { readonly kind: "watermark"; readonly atMs: number }
  | { readonly kind: "wrong" };

type Order = "written" | "event_time" | { readonly shuffle: number };

function orderOf(order: TestInput["order"], seed: number | undefined): Order {
  if (typeof order === "object") return { shuffle: seed ?? order.shuffle };
  return order ?? "written";
}

function unknownTable(table: string, tables: readonly string[], domain: Domain) {
  const isResult = domain.results.some((result) => result.table === table);
  return {
    found: isResult
      ? `the result table ${describeFound(table)}`
      : `the unknown table ${describeFound(table)}`,
    expected: `an event table: ${tables.join(", ")}`,
    suggestion: isResult ? undefined : suggest(table, tables),
    hint: isResult ? "what a result table holds stands under expect" : undefined,
  };
}

function readStep(step: StepInput, path: DataPath, event: EventStream, context: EventContext): ReadStep {
  const move = (["watermark", "event_time"] as const).find((word) => step[word] !== undefined);
  if (move !== undefined) return readMove(step, move, path, event, context);
  const row = eventRow(step, path, event, context);
  if (row === undefined) return { kind: "wrong" };
  const behindMs = behind(event);
  const times = step.times ?? 1;
  if (step.late_by === undefined) return { kind: "event", event: row, times };
  return {
    kind: "event",
    event: row,
    times,
    watermarkMs: row.eventTimeMs + parseDuration(step.late_by) - behindMs,
  };
}

/** A step that moves event time alone. */
function readMove(
  step: StepInput,
  word: "watermark" | "event_time",
  path: DataPath,
  event: EventStream,
  { date, problems }: EventContext,
): ReadStep {
  const others = Object.keys(step).filter((key) => key !== word);
  for (const other of others)
    problems.key([...path, other], {
      found: `${other} beside ${word}`,
      expected: `${word} alone, because it is a step of its own`,
    });
  const ms = parseTime(step[word] ?? "", date);
  if (ms !== undefined) return { kind: "watermark", atMs: word === "watermark" ? ms : ms - behind(event) };
  problems.value([...path, word], { found: describeFound(step[word]), expected: timeForm });
  return { kind: "wrong" };
}

/** How far the watermark stays behind the newest event time. */
function behind({ eventTime }: EventStream): number {
  return eventTime.delayMs + eventTime.graceMs;
}

function refuseLateness(
  steps: readonly StepInput[],
  order: TestInput["order"],
  table: string,
  problems: ProblemList,
): void {
  if (order === undefined || order === "written") return;
  for (const [index, step] of steps.entries())
    if (step.late_by !== undefined)
      problems.key(["given", table, index, "late_by"], {
        found: "late_by in a test whose events are put in another order",
        expected: "order: written",
      });
}

/** Puts the events between two steps of event time in the order that is asked for, and writes them out. */
function ordered(steps: readonly ReadStep[], order: Order, event: EventStream): readonly ScriptStep[] {
  const script: ScriptStep[] = [];
  let events: Extract<ReadStep, { kind: "event" }>[] = [];
  const flush = () => {
    for (const each of reordered(events, order, event)) script.push(...eventSteps(each));
    events = [];
  };
  for (const step of steps) {
    if (step.kind === "event") events.push(step);
    if (step.kind !== "watermark") continue;
    flush();
    script.push(step);
  }
  flush();
  return script;
}

function reordered<T extends { readonly event: EventRow }>(
  events: readonly T[],
  order: Order,
  { table }: EventStream,
): readonly T[] {
  if (order === "written") return events;
  if (order === "event_time") return events.toSorted((a, b) => a.event.eventTimeMs - b.event.eventTimeMs);
  // Two tables of one test are not shuffled alike.
  return shuffled(events, order.shuffle + table.length);
}

function eventSteps({
  event,
  times,
  watermarkMs,
}: Extract<ReadStep, { kind: "event" }>): readonly ScriptStep[] {
  const rows = Array.from({ length: times }, (): ScriptStep => ({ kind: "row", row: event.row }));
  return watermarkMs === undefined ? rows : [{ kind: "watermark", atMs: watermarkMs }, ...rows];
}
