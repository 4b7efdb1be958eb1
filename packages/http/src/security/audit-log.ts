import type { LogSink } from "@millrace/common";
import type { Caller } from "./caller.ts";
import type { Denial } from "./denial.ts";
import type { Need } from "./need.ts";

/** Something that is always written, one line each. */
export interface AuditFacts {
  /** Kebab-case: `key-file-read`. */
  readonly event: string;
  readonly [fact: string]: unknown;
}

/** A request that went no further. */
export interface Refusal {
  readonly denial: Denial;
  readonly need: Need;
  /** Undefined where nobody could be made out. */
  readonly caller?: Caller;
  readonly method: string;
  /** As it may be written: masked. */
  readonly address: string;
  readonly correlationId: string;
}

/** How much the audit log keeps and says. */
export interface AuditOptions {
  readonly log: LogSink;
  /** Refusals beyond so many an interval are counted, and not written. Default 100. */
  readonly maxRefusals?: number;
  /** Callers beyond so many an interval are counted together. Default 1,000. */
  readonly maxCallers?: number;
}

const defaultMaxRefusals = 100;
const defaultMaxCallers = 1_000;

/**
 * Who did what: one line for what happens seldom, counts for what happens with every request. Counts are written by
 * {@link flush}. Nothing that was sent is in it, neither events nor credentials.
 */
export class AuditLog {
  readonly #log: LogSink;
  readonly #maxRefusals: number;
  readonly #maxCallers: number;
  readonly #seen = new Set<string>();
  #active = new Map<string, Map<Need, number>>();
  #otherRequests = 0;
  #refusals = 0;
  readonly #denied = new Map<string, number>();

  constructor({ log, maxRefusals = defaultMaxRefusals, maxCallers = defaultMaxCallers }: AuditOptions) {
    this.#log = log;
    this.#maxRefusals = maxRefusals;
    this.#maxCallers = maxCallers;
  }

  /** How many requests were refused since the start, by the code of their answer. */
  get denied(): ReadonlyMap<string, number> {
    return this.#denied;
  }

  /** For parts that write lines of their own. */
  get sink(): LogSink {
    return this.#log;
  }

  /** Writes a line. */
  write(facts: AuditFacts, message: string): void {
    this.#log.info(facts, message);
  }

  /** Writes a line that somebody should look at. */
  warn(facts: AuditFacts, message: string): void {
    this.#log.warn(facts, message);
  }

  /** A request was let through: counted; the first of a caller is written. */
  allowed({ id }: Caller, need: Need): void {
    const requests = this.#active.get(id);
    if (requests === undefined) this.#begin(id, need);
    else requests.set(need, (requests.get(need) ?? 0) + 1);
  }

  /** A request was refused: written, up to a number of lines an interval. */
  refused({ denial, need, caller, method, address, correlationId }: Refusal): void {
    this.#refusals += 1;
    this.#denied.set(denial.code, (this.#denied.get(denial.code) ?? 0) + 1);
    if (this.#refusals > this.#maxRefusals) return;
    const event = denial.status === 403 ? "authorization-denied" : "authentication-failed";
    const { status, code, detail } = denial;
    const who = caller === undefined ? {} : { caller: caller.id };
    this.#log.warn({ event, status, code, needs: need.role, method, address, correlationId, ...who }, detail);
  }

  /** Writes what was counted since the last time, a line for each caller with requests, and counts from 0. */
  flush(): void {
    for (const [caller, counts] of this.#active) {
      const requests = Object.fromEntries([...counts].map(([{ role }, count]) => [role, count]));
      this.#log.info({ event: "caller-activity", caller, requests }, "requests of a caller");
    }
    this.#active = new Map();
    if (this.#otherRequests > 0)
      this.#log.info(
        { event: "caller-activity", requests: this.#otherRequests },
        "requests of other callers",
      );
    this.#otherRequests = 0;
    const unwritten = this.#refusals - this.#maxRefusals;
    if (unwritten > 0) this.#log.warn({ event: "refusals-unwritten", count: unwritten }, "more were refused");
    this.#refusals = 0;
  }

  #begin(id: string, need: Need): void {
    if (this.#active.size >= this.#maxCallers) {
      this.#otherRequests += 1;
      return;
    }
    this.#active.set(id, new Map([[need, 1]]));
    if (this.#seen.has(id) || this.#seen.size >= this.#maxCallers) return;
    this.#seen.add(id);
    this.#log.info({ event: "caller-first-seen", caller: id, needs: need.role }, "a caller is seen first");
  }
}
