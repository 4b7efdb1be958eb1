import { type CheckResult, type HealthCheck, Probe } from "./probe.ts";

/** UP: everything works. DEGRADED: the service does what it is for, but something else does not work. DOWN: it does not. */
export type HealthStatus = "UP" | "DEGRADED" | "DOWN";

/** What the checks found. */
export interface HealthReport {
  readonly status: HealthStatus;
  readonly checks: Readonly<Record<string, CheckResult>>;
}

/** Settings of {@link Health}. */
export interface HealthOptions {
  /** By name. */
  readonly checks: Readonly<Record<string, HealthCheck>>;
  /** Names of the checks that decide whether the service can do what it is for. */
  readonly needed: readonly string[];
  /** Whether it can, by what these checks found. Default: all of them are up. */
  readonly serves?: (checks: Readonly<Record<string, CheckResult>>) => boolean;
  /** How long one check may take, in milliseconds. Default 2,000. */
  readonly timeoutMs?: number;
  /** How long a result is given again instead of checking anew, in milliseconds. Default 500. */
  readonly reuseMs?: number;
}

/** Runs the checks side by side, each within its time; many askers share one run. */
export class Health {
  readonly #probes: ReadonlyMap<string, Probe>;
  readonly #needed: readonly string[];
  readonly #serves: NonNullable<HealthOptions["serves"]>;

  constructor({ checks, needed, serves, timeoutMs = 2_000, reuseMs = 500 }: HealthOptions) {
    this.#needed = needed;
    this.#serves = serves ?? ((found) => needed.every((name) => found[name]?.status !== "DOWN"));
    this.#probes = new Map(
      Object.entries(checks).map(([name, check]) => [name, new Probe(check, { timeoutMs, reuseMs })]),
    );
  }

  /** Checks everything; never rejects. */
  check(): Promise<HealthReport> {
    return this.#report([...this.#probes.keys()]);
  }

  /** Checks what serving depends on, and no more; never rejects. */
  checkNeeded(): Promise<HealthReport> {
    return this.#report(this.#needed);
  }

  /** The result of one check; undefined where there is no such check. */
  checkOne(name: string): Promise<CheckResult> | undefined {
    return this.#probes.get(name)?.result();
  }

  async #report(names: readonly string[]): Promise<HealthReport> {
    const results = await Promise.all(
      names.map(async (name) => [name, await this.#probes.get(name)?.result()] as const),
    );
    const checks = Object.fromEntries(results.filter(([, result]) => result !== undefined)) as Readonly<
      Record<string, CheckResult>
    >;
    return { status: this.#statusOf(checks), checks };
  }

  #statusOf(checks: Readonly<Record<string, CheckResult>>): HealthStatus {
    if (!this.#serves(checks)) return "DOWN";
    return Object.values(checks).every(({ status }) => status === "UP") ? "UP" : "DEGRADED";
  }
}
