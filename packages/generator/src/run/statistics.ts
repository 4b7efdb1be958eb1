import { createHistogram } from "node:perf_hooks";

/** What became of events that were handed over. */
export type Outcome =
  /** Acknowledged. */
  | "accepted"
  /** Sent before, and recognised by the target. */
  | "known"
  /** Malformed, and refused as it should be. */
  | "refused"
  /** Left out, as the target cannot take it. */
  | "skipped"
  /** Anything else. */
  | "failed";

/** Numbers of a run, so far or at its end. */
export interface GeneratorSummary {
  /** Handed over, whatever became of them. */
  readonly sent: number;
  readonly accepted: number;
  readonly known: number;
  readonly refused: number;
  readonly skipped: number;
  readonly errors: number;
  /** Of the events handed over, by flaw. */
  readonly flaws: Readonly<Record<string, number>>;
  /** Why events failed, and how often. */
  readonly reasons: Readonly<Record<string, number>>;
  /** Answers of the target by status, such as `202` and `503`. */
  readonly answers: Readonly<Record<string, number>>;
  readonly durationMs: number;
  /** Settled a second, over the whole run. */
  readonly ratePerSecond: number;
  /** From handing over a batch to its acknowledgement, in milliseconds. */
  readonly latencyMs: { readonly p50: number; readonly p95: number; readonly p99: number };
}

const maxReasons = 20;

/** Counts what a run does, from the first event on. */
export class Statistics {
  readonly #clock: () => number;
  #startedMs: number | undefined;
  readonly #latencyMicros = createHistogram();
  readonly #outcomes: Record<Outcome, number> = { accepted: 0, known: 0, refused: 0, skipped: 0, failed: 0 };
  readonly #flaws = new Map<string, number>();
  readonly #reasons = new Map<string, number>();
  readonly #answers = new Map<string, number>();
  #sent = 0;

  /** @param clock milliseconds that only grow; default `performance.now` */
  constructor(clock: () => number = () => performance.now()) {
    this.#clock = clock;
  }

  /** Events with or without a flaw are handed over. */
  countSent(flaw: string | undefined, count = 1): void {
    this.#startedMs ??= this.#clock();
    this.#sent += count;
    if (flaw !== undefined) add(this.#flaws, flaw, count);
  }

  /** Events have their result; failed ones a reason. */
  settle(outcome: Outcome, count = 1, reason?: string): void {
    this.#outcomes[outcome] += count;
    if (reason === undefined) return;
    const isNew = !this.#reasons.has(reason) && this.#reasons.size >= maxReasons;
    add(this.#reasons, isNew ? "other reasons" : reason, count);
  }

  /** The target has answered. */
  countAnswer(status: string): void {
    add(this.#answers, status, 1);
  }

  /** A batch was acknowledged after so long. */
  recordLatency(ms: number): void {
    this.#latencyMicros.record(Math.max(1, Math.round(ms * 1000)));
  }

  /** All that is known now. */
  summary(): GeneratorSummary {
    const { accepted, known, refused, skipped, failed } = this.#outcomes;
    const durationMs = this.#startedMs === undefined ? 0 : this.#clock() - this.#startedMs;
    const settled = accepted + known + refused + failed;
    return {
      sent: this.#sent,
      accepted,
      known,
      refused,
      skipped,
      errors: failed,
      flaws: sortedRecord(this.#flaws),
      reasons: sortedRecord(this.#reasons),
      answers: sortedRecord(this.#answers),
      durationMs: Math.round(durationMs),
      ratePerSecond: durationMs === 0 ? 0 : Math.round((settled / durationMs) * 100_000) / 100,
      latencyMs: { p50: this.#percentile(50), p95: this.#percentile(95), p99: this.#percentile(99) },
    };
  }

  /** In milliseconds with two decimals; 0 before the first batch. */
  #percentile(percent: number): number {
    if (this.#latencyMicros.count === 0) return 0;
    return Math.round(this.#latencyMicros.percentile(percent) / 10) / 100;
  }
}

function add(counts: Map<string, number>, name: string, count: number): void {
  counts.set(name, (counts.get(name) ?? 0) + count);
}

function sortedRecord(counts: ReadonlyMap<string, number>): Readonly<Record<string, number>> {
  return Object.fromEntries([...counts].sort(([a], [b]) => (a < b ? -1 : 1)));
}
