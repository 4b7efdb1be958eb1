/** A check of something the publisher needs; throws with the reason when it does not work. */
export type HealthCheck = (signal: AbortSignal) => Promise<void>;

/** What one check found. */
export interface CheckResult {
  readonly status: "UP" | "DOWN";
  readonly durationMs: number;
  /** Why it is down. */
  readonly detail?: string;
}

/** What all checks found. */
export interface HealthReport {
  readonly status: "UP" | "DOWN";
  readonly checks: Readonly<Record<string, CheckResult>>;
}

/** Settings of {@link Health}. */
export interface HealthOptions {
  readonly checks: Readonly<Record<string, HealthCheck>>;
  /** How long one check may take, in milliseconds. Default 2,000. */
  readonly timeoutMs?: number;
  /** How long a report is given again instead of checking anew, in milliseconds. Default 500. */
  readonly reuseMs?: number;
}

/** Runs the checks side by side, each within its time; many askers share one run. */
export class Health {
  readonly #checks: readonly (readonly [string, HealthCheck])[];
  readonly #timeoutMs: number;
  readonly #reuseMs: number;
  #latest: { readonly report: Promise<HealthReport>; readonly at: number } | undefined;

  constructor({ checks, timeoutMs = 2_000, reuseMs = 500 }: HealthOptions) {
    this.#checks = Object.entries(checks);
    this.#timeoutMs = timeoutMs;
    this.#reuseMs = reuseMs;
  }

  /** Checks everything; never rejects. */
  check(): Promise<HealthReport> {
    const now = Date.now();
    if (this.#latest === undefined || now - this.#latest.at > this.#reuseMs) {
      this.#latest = { report: this.#run(), at: now };
    }
    return this.#latest.report;
  }

  async #run(): Promise<HealthReport> {
    const results = await Promise.all(
      this.#checks.map(async ([name, check]) => [name, await this.#runOne(check)] as const),
    );
    const isUp = results.every(([, { status }]) => status === "UP");
    return { status: isUp ? "UP" : "DOWN", checks: Object.fromEntries(results) };
  }

  async #runOne(check: HealthCheck): Promise<CheckResult> {
    const startedAt = performance.now();
    const durationMs = () => Math.round(performance.now() - startedAt);
    const signal = AbortSignal.timeout(this.#timeoutMs);
    const timeout = new Promise<never>((_, reject) => {
      const fail = () => reject(new Error(`no answer within ${this.#timeoutMs} ms`));
      signal.addEventListener("abort", fail, { once: true });
    });
    try {
      await Promise.race([check(signal), timeout]);
      return { status: "UP", durationMs: durationMs() };
    } catch (error) {
      const detail = error instanceof Error ? error.message : String(error);
      return { status: "DOWN", durationMs: durationMs(), detail };
    }
  }
}
