import { Counter, Gauge, type Registry } from "prom-client";
import type { Labels } from "./histogram.ts";

/** A value as it is now, with its labels where the metric has such. */
export type Reading = readonly [labels: Labels, value: number];

/** A metric that is read when somebody asks for it, from numbers that are kept anyway. */
export interface LiveMetric {
  readonly name: string;
  readonly help: string;
  /** `counter`: only grows, and its name ends in `_total`. */
  readonly kind: "counter" | "gauge";
  readonly labelNames?: readonly string[];
  readonly read: () => number | Iterable<Reading>;
}

/** Adds metrics that cost nothing until they are asked for. */
export function addLiveMetrics(registry: Registry, metrics: readonly LiveMetric[]): void {
  for (const { name, help, kind, labelNames = [], read } of metrics) {
    const settings = { name, help, labelNames: [...labelNames], registers: [registry] };
    if (kind === "gauge") {
      const gauge: Gauge = new Gauge({ ...settings, collect: () => write(gauge, read(), "set") });
    } else {
      const counter: Counter = new Counter({ ...settings, collect: () => write(counter, read(), "inc") });
    }
  }
}

function write<Method extends "set" | "inc">(
  metric: { reset(): void } & Record<Method, (labels: Labels, value: number) => void>,
  found: number | Iterable<Reading>,
  method: Method,
): void {
  metric.reset();
  for (const [labels, value] of typeof found === "number" ? [[{}, found] as const] : found)
    metric[method](labels, value);
}
