import { collectDefaultMetrics, Registry } from "prom-client";
import { BoundHistogram, type Series } from "./histogram.ts";
import { addLiveMetrics, type LiveMetric } from "./live-metric.ts";

/** Upper ends of buckets for durations of requests and what they wait for, in seconds. */
export const secondsBounds = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1, 2.5, 10];

/** A service's metrics in Prometheus' form. Counting is adding to plain numbers; the text is made when it is asked for. */
export class ServiceMetrics {
  readonly registry = new Registry();
  readonly #requests = new BoundHistogram(this.registry, {
    name: "http_request_seconds",
    help: "Duration of requests",
    bounds: secondsBounds,
  });
  /** By method and route, then by status. */
  readonly #requestSeries = new Map<string, Map<number | "aborted", Series>>();
  readonly #texts: (() => Promise<string>)[] = [];

  constructor() {
    // Among them nodejs_eventloop_lag_seconds and its percentiles, memory, and garbage collection.
    collectDefaultMetrics({ register: this.registry });
  }

  /** Adds metrics of another part, which are read when they are asked for. */
  add(metrics: readonly LiveMetric[]): void {
    addLiveMetrics(this.registry, metrics);
  }

  /** Adds metrics that another program has, in Prometheus' text form. @param text never rejects, and ends in bounded time */
  addText(text: () => Promise<string>): void {
    this.#texts.push(text);
  }

  /** Everything as it is now, in Prometheus' text form. */
  async text(): Promise<string> {
    const texts = await Promise.all([this.registry.metrics(), ...this.#texts.map((text) => text())]);
    return texts.join("");
  }

  /** Notes how long a request took. @param route its pattern, so that there are few; status "aborted" where the caller left */
  request(method: string, route: string, status: number | "aborted", seconds: number): void {
    const id = `${method} ${route}`;
    let byStatus = this.#requestSeries.get(id);
    if (byStatus === undefined) this.#requestSeries.set(id, (byStatus = new Map()));
    let series = byStatus.get(status);
    if (series === undefined) {
      series = this.#requests.series({ method, route, status: String(status) });
      byStatus.set(status, series);
    }
    series.observe(seconds);
  }
}
