import { setTimeout as delay } from "node:timers/promises";
import type { LogSink } from "@millrace/common";
import type { MetricsContract } from "../catalog/contract.ts";
import { reasonOf } from "./ask-json.ts";
import { type ConnectorState, together } from "./connector-states.ts";
import { type CommonFacts, type DomainFacts, DomainWatch } from "./domain-watch.ts";
import type { Lags } from "./lags.ts";
import type { PipelineSources } from "./pipeline-sources.ts";
import type { DomainReport, PartReport, PipelineReport } from "./report.ts";

/** What a watcher works with. */
export interface WatcherOptions {
  readonly contract: () => MetricsContract;
  readonly sources: PipelineSources;
  readonly log: LogSink;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  /** Between two looks. Default 2,000. */
  readonly intervalMs?: number;
  /** How long a look may take before it is given up. Default 8,000. */
  readonly patienceMs?: number;
}

/** What somebody answered, or why not; undefined where nobody is asked. */
type Answer<T> = { readonly value: T } | { readonly fault: string } | undefined;

/** Looks at the whole pipeline again and again, once for all who want to know. */
export class PipelineWatcher {
  readonly #options: WatcherOptions;
  readonly #watches = new Map<string, DomainWatch>();
  #report: PipelineReport;

  constructor(options: WatcherOptions) {
    this.#options = options;
    this.#report = { at: new Date(options.now()).toISOString(), parts: [], domains: [] };
  }

  /** As it was at the newest look; before the first one it names no part. */
  get report(): PipelineReport {
    return this.#report;
  }

  /** How far a domain's results are behind, as of the newest look. */
  lags(domain: string): Lags {
    const found = this.#report.domains.find(({ name }) => name === domain);
    const { now } = this.#options;
    const processedAt = found?.processed_event_at ?? null;
    return {
      // It grows between two looks too.
      eventTimeLagMs: processedAt === null ? null : Math.max(0, now() - Date.parse(processedAt)),
      processingLagMs: found?.processing_lag_ms ?? null,
      newestEventAt: found?.newest_event_at ?? null,
    };
  }

  /** Looks until the signal aborts; never rejects. @param onReport is told each report */
  async run(signal: AbortSignal, onReport: (report: PipelineReport) => void): Promise<void> {
    const { intervalMs = 2_000, log } = this.#options;
    while (!signal.aborted) {
      const startedAt = performance.now();
      try {
        onReport(await this.look());
      } catch (error) {
        log.error({ err: error }, "the pipeline cannot be looked at");
      }
      const restMs = Math.max(100, intervalMs - (performance.now() - startedAt));
      await delay(restMs, undefined, { signal, ref: false }).catch(() => undefined);
    }
  }

  /** Looks once. What does not answer makes a part DOWN. */
  async look(): Promise<PipelineReport> {
    const { contract, sources, now } = this.#options;
    const present = contract();
    const [ends, jobs, connectors, publisher, store] = await Promise.all([
      this.#ask(() => this.#ends(present)),
      sources.jobs && this.#ask(() => sources.jobs?.(present.statements.map(({ name }) => name))),
      sources.connectors && this.#ask(() => sources.connectors?.()),
      sources.publisher && this.#ask(() => sources.publisher?.()),
      this.#ask(() => sources.pingStore()),
    ]);
    const common: CommonFacts = {
      atMs: now(),
      ends: valueOf(ends),
      jobs: valueOf(jobs),
      connectors: valueOf(connectors),
    };
    const domains = await Promise.all(
      domainsOf(present).map((name) => this.#ask(() => this.#watch(name).see(present, common))),
    );
    const facts = domains.flatMap((found) => valueOf(found) ?? []);
    const lost = domains.flatMap((found) => (found !== undefined && "fault" in found ? [found] : []))[0];
    this.#report = {
      at: new Date(common.atMs).toISOString(),
      parts: [
        part("publisher", upOr(publisher), { rate: sum(facts, ({ report }) => report.events_per_second) }),
        part("kafka", upOr(lost ?? ends), { rate: sum(facts, ({ report }) => report.events_per_second) }),
        part("flink", stateOf(jobs), {
          rate: sum(facts, ({ processedPerSecond }) => processedPerSecond),
          lag: sum(facts, ({ report }) => report.flink.lag_records),
        }),
        part(
          "connect",
          stateOf(
            connectors,
            present.connectors.map(({ name }) => name),
          ),
          {
            rate: sum(facts, ({ storedPerSecond }) => storedPerSecond),
            lag: sum(facts, ({ report }) => report.connect.lag_records),
          },
        ),
        part("store", upOr(store), {}),
      ],
      domains: domainsOf(present).map(
        (name) => facts.find(({ report }) => report.name === name)?.report ?? unknown(name),
      ),
    };
    return this.#report;
  }

  async #ends({ events, deadLetterTopics }: MetricsContract) {
    const { sources } = this.#options;
    const existing = new Set(await sources.topics());
    const wanted = [...events, ...deadLetterTopics].map(({ topic }) => topic);
    return await sources.ends([...new Set(wanted)].filter((topic) => existing.has(topic)));
  }

  #watch(name: string): DomainWatch {
    let watch = this.#watches.get(name);
    if (watch === undefined) this.#watches.set(name, (watch = new DomainWatch(name, this.#options.sources)));
    return watch;
  }

  async #ask<T>(act: () => Promise<T> | undefined): Promise<Answer<T>> {
    const { patienceMs = 8_000 } = this.#options;
    const waiting = new AbortController();
    const late = delay(patienceMs, undefined, { signal: waiting.signal, ref: false }).then(() => {
      throw new Error(`no answer within ${patienceMs} ms`);
    });
    late.catch(() => undefined);
    try {
      const work = act();
      if (work === undefined) return undefined;
      return { value: await Promise.race([work, late]) };
    } catch (error) {
      return { fault: error instanceof Error ? error.message : reasonOf(error) };
    } finally {
      waiting.abort();
    }
  }
}

function valueOf<T>(answer: Answer<T>): T | undefined {
  return answer !== undefined && "value" in answer ? answer.value : undefined;
}

function upOr(answer: Answer<unknown>): ConnectorState {
  if (answer === undefined) return { status: "UNKNOWN" };
  return "fault" in answer ? { status: "DOWN", detail: answer.fault } : { status: "UP" };
}

/** What several are together; a name that is not among them is missing. */
function stateOf(
  answer: Answer<ReadonlyMap<string, ConnectorState>>,
  names?: readonly string[],
): ConnectorState {
  if (answer === undefined || "fault" in answer) return upOr(answer);
  const wanted = names ?? [...answer.value.keys()];
  return together(
    wanted.map((name) => answer.value.get(name) ?? { status: "DOWN", detail: `${name} is not there` }),
  );
}

function part(
  name: PartReport["name"],
  { status, detail }: ConnectorState,
  { rate, lag }: { readonly rate?: number; readonly lag?: number },
): PartReport {
  return {
    name,
    status,
    ...(detail === undefined ? {} : { detail }),
    ...(rate === undefined ? {} : { rate_per_second: rate }),
    ...(lag === undefined ? {} : { lag_records: lag }),
  };
}

function sum(facts: readonly DomainFacts[], valueOfDomain: (facts: DomainFacts) => number): number {
  return Math.round(facts.reduce((all, each) => all + valueOfDomain(each), 0) * 10) / 10;
}

function domainsOf({ served, events }: MetricsContract): readonly string[] {
  return [...new Set([...served, ...events].map(({ domain }) => domain))].sort();
}

/** A domain of which nothing is known at present. */
function unknown(name: string): DomainReport {
  return {
    name,
    newest_event_at: null,
    processed_event_at: null,
    event_time_lag_ms: null,
    processing_lag_ms: null,
    events_per_second: 0,
    flink: { status: "UNKNOWN", last_checkpoint_at: null, checkpoint_ms: null, lag_records: 0 },
    connect: { status: "UNKNOWN", lag_records: 0 },
    late_rows: null,
    dead_letters: null,
  };
}
