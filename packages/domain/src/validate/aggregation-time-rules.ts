import { describeFound } from "@millrace/common";
import { parseDuration } from "../duration.ts";
import { readWindow } from "../expand/aggregation/aggregation.ts";
import { durationWords } from "../expand/aggregation/duration-text.ts";
import { neededStateMs } from "../expand/aggregation/expand-aggregations.ts";
import type { DomainInput } from "../schema/domain-schema.ts";
import type { DeclaredAggregation } from "./declared-aggregation.ts";
import type { Finding } from "./rule.ts";

/** Windows: longer than no time, and a multiple of their steps. */
export function windowFindings({ name, input: { window } }: DeclaredAggregation): readonly Finding[] {
  const path = ["aggregations", name, "window"];
  const given = Object.entries(window).flatMap(([key, text]) => (text === undefined ? [] : [{ key, text }]));
  const empty = given.filter(({ text }) => parseDuration(text) === 0);
  if (empty.length > 0)
    return empty.map(({ key, text }) => ({
      path: [...path, key],
      found: describeFound(text),
      expected: "more than no time",
    }));
  const { kind, sizeMs, everyMs } = readWindow(window);
  if (everyMs === undefined || sizeMs % everyMs === 0) return [];
  const step = kind === "hopping" ? "every" : "step";
  return [
    {
      path: [...path, kind],
      found: durationWords(sizeMs),
      expected: `a multiple of ${step}: ${durationWords(everyMs)}`,
    },
  ];
}

/** State of provisional rows: told once, for the aggregation that needs most. */
export function stateFindings(domain: DomainInput): readonly Finding[] {
  const ttl = domain.statement?.state_ttl;
  const ttlMs = ttl === undefined ? 0 : parseDuration(ttl);
  const [greatest] = Object.keys(domain.aggregations ?? {})
    .map((name) => ({ name, neededMs: neededStateMs(domain, name) }))
    .toSorted((a, b) => b.neededMs - a.neededMs);
  if (greatest === undefined || ttlMs === 0 || ttlMs >= greatest.neededMs) return [];
  return [
    {
      path: ["statement", "state_ttl"],
      found: describeFound(ttl),
      expected: `at least ${durationWords(greatest.neededMs)}: the window of ${greatest.name} with watermark delay and grace`,
      hint: "state that is dropped sooner lets a late row begin its window's result anew",
    },
  ];
}

/** Retention of the topics; that of the whole domain is told once. */
export function retentionFindings(
  domain: DomainInput,
  declared: readonly DeclaredAggregation[],
): readonly Finding[] {
  const fallback = domain.defaults?.retention;
  const needs = declared.flatMap(({ name, input, source }) =>
    input.window.session === undefined
      ? [{ name, own: input.retention, neededMs: readWindow(input.window).sizeMs + source.behindMs }]
      : [],
  );
  const own = needs.flatMap(({ name, own: text, neededMs }) =>
    text === undefined ? [] : [{ name, text, neededMs, path: ["aggregations", name, "retention"] }],
  );
  const [greatest] = needs
    .filter((need) => need.own === undefined)
    .toSorted((a, b) => b.neededMs - a.neededMs);
  const shared =
    greatest === undefined || fallback === undefined
      ? []
      : [{ ...greatest, text: fallback, path: ["defaults", "retention"] }];
  return [...shared, ...own]
    .filter(({ text, neededMs }) => parseDuration(text) <= neededMs)
    .map(({ name, text, neededMs, path }) => ({
      path,
      found: describeFound(text),
      expected: `more than ${durationWords(neededMs)}: the window of ${name} with watermark delay and grace`,
      hint: "a row's record has its window's start as time, and would be dropped as soon as it is written",
    }));
}
