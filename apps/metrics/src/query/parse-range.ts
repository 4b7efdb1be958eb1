import type { ServedTablePlan } from "@millrace/domain";
import { instant } from "./column-value.ts";
import { type Parameters, wholeNumber } from "./parameters.ts";
import type { TimeRange } from "./table-query.ts";

const maxMinutes = 525_600;

/** What a time range is asked for by: minutes before now, or its ends. */
export interface AskedRange extends TimeRange {
  readonly minutes?: number;
}

/** Reads `minutes`, or `from` and `to`. @param defaultMinutes where nothing is given; default: all times */
export function parseRange(
  parameters: Parameters,
  { timeColumn, name }: Pick<ServedTablePlan, "timeColumn" | "name">,
  defaultMinutes?: number,
): AskedRange {
  const minutes = parameters.one("minutes", wholeNumber(1, maxMinutes));
  const from = parameters.one("from", instant);
  const to = parameters.one("to", instant);
  const given = ["minutes", "from", "to"].filter((each) => parameters.has(each));
  if (timeColumn === undefined)
    for (const each of given)
      parameters.wrong(each, parameters.all(each)[0], `nothing: rows of ${name} have no time`);
  if (parameters.has("minutes") && given.length > 1)
    parameters.wrong("minutes", minutes, "either minutes, or from and to");
  if (from !== undefined && to !== undefined && from >= to)
    parameters.wrong("to", to, `a time after from, which is ${from}`);
  if (given.length === 0) return defaultMinutes === undefined ? {} : { minutes: defaultMinutes };
  return {
    ...(minutes === undefined ? {} : { minutes }),
    ...(from === undefined ? {} : { from }),
    ...(to === undefined ? {} : { to }),
  };
}

/** The range as times. */
export function resolveRange({ minutes, from, to }: AskedRange, nowMs: number): TimeRange {
  if (minutes !== undefined) return { from: new Date(nowMs - minutes * 60_000).toISOString() };
  return { ...(from === undefined ? {} : { from }), ...(to === undefined ? {} : { to }) };
}
