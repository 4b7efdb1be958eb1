import { type Clock, systemClock } from "../clock.ts";
import type { ConnectionOptions } from "../http/http-client.ts";
import type { FakeAnswer, SqlMatcher } from "./fake-answer.ts";
import { FakeGateway } from "./fake-gateway.ts";
import { fetchFrom } from "./fake-http.ts";
import { FakeJobs } from "./fake-jobs.ts";

/** How a fake cluster behaves. */
export interface FakeFlinkOptions {
  /** Default: this machine's clock. */
  readonly clock?: Clock;
  /** The gateway's API versions; default: all. */
  readonly gatewayVersions?: readonly string[];
}

/**
 * A Flink cluster in memory, for tests of code that uses this library. The real clients run against it: it speaks the protocols
 * of the SQL Gateway and the JobManager through an injected `fetch`. It knows DDL, INSERT, statement sets and jobs; queries are
 * answered as prepared with {@link answer}.
 *
 *     const flink = new FakeFlink();
 *     flink.answer("SELECT COUNT(*) AS n FROM t", { columns: { n: "BIGINT" }, rows: [{ n: 3n }] });
 *     const session = await new SqlGateway(flink.gateway).openSession();
 */
export class FakeFlink {
  /** Options for `new SqlGateway(…)`. */
  readonly gateway: ConnectionOptions;
  /** Options for `new JobManager(…)`. */
  readonly jobManager: ConnectionOptions;
  readonly #jobs: FakeJobs;
  readonly #gateway: FakeGateway;
  #isDown = false;

  constructor({ clock = systemClock, gatewayVersions }: FakeFlinkOptions = {}) {
    this.#jobs = new FakeJobs(clock);
    this.#gateway = new FakeGateway(this.#jobs, gatewayVersions);
    const isDown = () => this.#isDown;
    this.gateway = { url: "http://gateway.fake:8083", fetch: fetchFrom(this.#gateway.routes, isDown), clock };
    this.jobManager = {
      url: "http://jobmanager.fake:8081",
      fetch: fetchFrom(this.#jobs.routes, isDown),
      clock,
    };
  }

  /** Prepares the answer to a query, in every session from now on; of several that match, the last one counts. */
  answer(matcher: SqlMatcher, answer: FakeAnswer): void {
    this.#gateway.answer(matcher, answer);
  }

  /** Fails a running job. */
  failJob(jobId: string, message: string): void {
    this.#jobs.end(jobId, "FAILED", message);
  }

  /** Ends a running job, as when its sources have ended. */
  finishJob(jobId: string): void {
    this.#jobs.end(jobId, "FINISHED");
  }

  /** Moves a job's watermark, in milliseconds since the epoch. */
  setWatermark(jobId: string, watermark: number): void {
    this.#jobs.setWatermark(jobId, watermark);
  }

  /** Forgets every session, as a restarted gateway does. */
  expireSessions(): void {
    this.#gateway.expireSessions();
  }

  /** Refuses connections from now on, or accepts them again. */
  setDown(isDown: boolean): void {
    this.#isDown = isDown;
  }
}
