import { type CheckResult, type HealthCheck, Probe } from "./probe.ts";
import { takesEvents, takingChecks } from "./takes-events.ts";

/**
 * UP: everything works. DEGRADED: events are taken, but something else does not work (Kafka is away and the spool has room,
 * the stream jobs or S3 are down). DOWN: no events are taken.
 */
export type HealthStatus = "UP" | "DEGRADED" | "DOWN";

/** What the checks found. */
export interface HealthReport {
  readonly status: HealthStatus;
  readonly checks: Readonly<Record<string, CheckResult>>;
}

/** Settings of {@link Health}. */
export interface HealthOptions {
  /** By name; what `kafka` and `spool` find decides whether events can be taken. */
  readonly checks: Readonly<Record<string, HealthCheck>>;
  /** How long one check may take, in milliseconds. Default 2,000. */
  readonly timeoutMs?: number;
  /** How long a result is given again instead of checking anew, in milliseconds. Default 500. */
  readonly reuseMs?: number;
}

/** Runs the checks side by side, each within its time; many askers share one run. */
export class Health {
  readonly #probes: ReadonlyMap<string, Probe>;

  constructor({ checks, timeoutMs = 2_000, reuseMs = 500 }: HealthOptions) {
    this.#probes = new Map(
      Object.entries(checks).map(([name, check]) => [name, new Probe(check, { timeoutMs, reuseMs })]),
    );
  }

  /** Checks everything; never rejects. */
  check(): Promise<HealthReport> {
    return this.#report([...this.#probes.keys()]);
  }

  /** Checks what taking events depends on, and no more; never rejects. */
  checkTaking(): Promise<HealthReport> {
    return this.#report(takingChecks);
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
    return { status: statusOf(checks), checks };
  }
}

function statusOf(checks: Readonly<Record<string, CheckResult>>): HealthStatus {
  if (!takesEvents(checks)) return "DOWN";
  return Object.values(checks).every(({ status }) => status === "UP") ? "UP" : "DEGRADED";
}
