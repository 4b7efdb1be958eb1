import { MillraceError } from "@millrace/common";

/** What a check has learned, for people who look. */
export type CheckFacts = Readonly<Record<string, string | number | boolean>>;

/** A check of something the publisher works with; throws with the reason when it does not work. */
export type HealthCheck = (signal: AbortSignal) => Promise<CheckFacts | void>;

/** What one check found. */
export interface CheckResult {
  readonly status: "UP" | "DOWN";
  readonly durationMs: number;
  /** Why it is down. */
  readonly detail?: string;
  readonly facts?: CheckFacts;
}

/** Something does not work, and this is known about it. */
export class UnhealthyError extends MillraceError {
  readonly code = "UNHEALTHY";
  readonly facts: CheckFacts;

  constructor(detail: string, facts: CheckFacts = {}) {
    super(detail);
    this.facts = facts;
  }
}

/** How often and how long a {@link Probe} checks, in milliseconds. */
export interface ProbeTimes {
  /** How long an asker waits for a check. */
  readonly timeoutMs: number;
  /** How long a result is given again instead of checking anew. */
  readonly reuseMs: number;
}

/**
 * Runs one check for many askers. They share its run and its latest result; one that hangs is answered in time and is not
 * started again before it has ended, so that nothing piles up behind a dead server.
 */
export class Probe {
  readonly #check: HealthCheck;
  readonly #times: ProbeTimes;
  #latest: { readonly result: Promise<CheckResult>; freshUntil: number } | undefined;
  /** Since when a check that has not ended runs. */
  #runsSince: number | undefined;

  constructor(check: HealthCheck, times: ProbeTimes) {
    this.#check = check;
    this.#times = times;
  }

  /** Never rejects. */
  result(): Promise<CheckResult> {
    if (this.#latest !== undefined && performance.now() <= this.#latest.freshUntil)
      return this.#latest.result;
    const latest = { result: this.#run(), freshUntil: Infinity };
    this.#latest = latest;
    void latest.result.then(() => (latest.freshUntil = performance.now() + this.#times.reuseMs));
    return latest.result;
  }

  async #run(): Promise<CheckResult> {
    const startedAt = performance.now();
    if (this.#runsSince !== undefined) {
      const detail = `no answer for ${Math.round(startedAt - this.#runsSince)} ms`;
      return { status: "DOWN", durationMs: 0, detail };
    }
    const outcome = await this.#inTime(startedAt);
    return { ...outcome, durationMs: Math.round(performance.now() - startedAt) };
  }

  async #inTime(startedAt: number): Promise<Omit<CheckResult, "durationMs">> {
    const { timeoutMs } = this.#times;
    const late = new AbortController();
    const timeout = new Promise<never>((_, reject) => {
      late.signal.addEventListener("abort", () => reject(late.signal.reason as Error), { once: true });
    });
    const giveUp = () => late.abort(new UnhealthyError(`no answer within ${timeoutMs} ms`));
    const timer = setTimeout(giveUp, timeoutMs);
    this.#runsSince = startedAt;
    try {
      const facts = await Promise.race([this.#ended(late.signal), timeout]);
      return { status: "UP", ...(facts === undefined ? {} : { facts }) };
    } catch (error) {
      return down(error);
    } finally {
      clearTimeout(timer);
    }
  }

  async #ended(signal: AbortSignal): Promise<CheckFacts | void> {
    try {
      return await this.#check(signal);
    } finally {
      this.#runsSince = undefined;
    }
  }
}

function down(error: unknown): Omit<CheckResult, "durationMs"> {
  const detail = error instanceof Error ? error.message : String(error);
  const facts = error instanceof UnhealthyError ? error.facts : {};
  return { status: "DOWN", detail, ...(Object.keys(facts).length === 0 ? {} : { facts }) };
}
