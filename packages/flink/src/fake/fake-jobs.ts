import type { Clock } from "../clock.ts";
import type { JobState } from "../jobs/job-answers.ts";
import { checkpointsOf, type FakeJob, failureOf, metricsOf, PRESSURE, vertexMetricsOf } from "./fake-job.ts";
import { type FakeRequest, type FakeResponse, type FakeRoute, ok, refusal } from "./fake-http.ts";

/** What a trigger did; told from the second question on, as a real one needs time. */
interface Trigger {
  asked: boolean;
  readonly location?: string;
  readonly failure?: string;
}

const ENDED: ReadonlySet<JobState> = new Set(["FAILED", "CANCELED", "FINISHED"]);
const VERTEX = "cbc357ccb763df2852fee8c4fc7d55f2";
const NO_WATERMARK = "-9223372036854775808";
const RESTORE_DIR = "file:/fake/savepoints";

/** The jobs of a fake cluster, and the JobManager's endpoints over them. */
export class FakeJobs {
  readonly #clock: Clock;
  readonly #jobs = new Map<string, FakeJob>();
  readonly #triggers = new Map<string, Trigger>();
  readonly #savepoints = new Set<string>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Starts a job and returns its id. */
  start(name: string): string {
    const id = newId();
    const job = { id, name, startedAt: this.#clock.now(), state: "RUNNING" as const, endedAt: -1 };
    this.#jobs.set(id, { ...job, watermark: undefined, restarts: 0, failures: [], savepoints: [] });
    return id;
  }

  end(id: string, state: "FAILED" | "CANCELED" | "FINISHED", message?: string): void {
    const job = this.#get(id);
    if (message !== undefined) job.failures.unshift({ message, at: this.#clock.now() });
    if (ENDED.has(job.state)) return;
    job.state = state;
    job.endedAt = this.#clock.now();
  }

  setWatermark(id: string, watermark: number): void {
    this.#get(id).watermark = watermark;
  }

  list(): readonly {
    readonly id: string;
    readonly name: string;
    readonly state: JobState;
    readonly startedAt: number;
  }[] {
    return [...this.#jobs.values()];
  }

  /** Stops a job with a savepoint and returns its path; undefined when it does not run. */
  stop(id: string): string | undefined {
    const job = this.#jobs.get(id);
    if (job?.state !== "RUNNING") return undefined;
    this.end(id, "FINISHED");
    return this.#savepoint(job);
  }

  readonly routes: readonly FakeRoute[] = [
    { method: "GET", path: "/overview", handle: () => ok(this.#overview()) },
    {
      method: "GET",
      path: "/jobs/overview",
      handle: () => ok({ jobs: this.list().map(({ id }) => this.#summary(this.#get(id))) }),
    },
    this.#route("GET", "", (job) => ok({ ...this.#summary(job), ...this.#detail(job) })),
    this.#route("GET", "/status", ({ state }) => ok({ status: state })),
    this.#route("GET", "/exceptions", (job) =>
      ok({ exceptionHistory: { entries: job.failures.map(failureOf) } }),
    ),
    this.#route("GET", "/checkpoints", (job) => ok(checkpointsOf(job))),
    this.#route("GET", "/metrics", (job, request) => ok(metricsOf(job, request))),
    this.#route("GET", "/vertices/:vertex/metrics", (_job, request) => ok(vertexMetricsOf(request))),
    this.#route("GET", "/vertices/:vertex/watermarks", ({ watermark }) =>
      ok([
        { id: "0.currentInputWatermark", value: watermark === undefined ? NO_WATERMARK : String(watermark) },
      ]),
    ),
    this.#route("GET", "/vertices/:vertex/backpressure", () => ok(PRESSURE)),
    this.#route("PATCH", "", (job) => this.#cancel(job)),
    this.#route("POST", "/stop", (job, request) => this.#trigger(request, () => this.#stopped(job))),
    this.#route("POST", "/savepoints", (job, request) => this.#trigger(request, () => this.#saved(job))),
    this.#route("GET", "/savepoints/:request", (_job, { parts }) => this.#outcome(parts[1])),
    {
      method: "POST",
      path: "/savepoint-disposal",
      handle: (request) => this.#trigger(request, () => this.#disposed(request)),
    },
    { method: "GET", path: "/savepoint-disposal/:request", handle: ({ parts }) => this.#outcome(parts[0]) },
  ];

  #route(
    method: string,
    path: string,
    handle: (job: FakeJob, request: FakeRequest) => FakeResponse,
  ): FakeRoute {
    return {
      method,
      path: `/jobs/:job${path}`,
      handle: (request) => {
        const id = request.parts[0] ?? "";
        const job = this.#jobs.get(id);
        return job
          ? handle(job, request)
          : refusal(404, ["org.apache.flink.runtime.rest.NotFoundException", `Job ${id} not found`]);
      },
    };
  }

  #get(id: string): FakeJob {
    const job = this.#jobs.get(id);
    if (job === undefined) throw new RangeError(`The fake has no job ${id}.`);
    return job;
  }

  #overview() {
    const count = (state: JobState) => this.list().filter((job) => job.state === state).length;
    return {
      taskmanagers: 1,
      "slots-total": 8,
      "slots-available": Math.max(0, 8 - count("RUNNING")),
      "jobs-running": count("RUNNING"),
      "jobs-finished": count("FINISHED"),
      "jobs-cancelled": count("CANCELED"),
      "jobs-failed": count("FAILED"),
      "flink-version": "2.2.0",
    };
  }

  #summary({ id, name, state, startedAt, endedAt }: FakeJob) {
    const duration = (endedAt < 0 ? this.#clock.now() : endedAt) - startedAt;
    return { jid: id, name, state, "start-time": startedAt, "end-time": endedAt, duration };
  }

  #detail({ state, startedAt, endedAt }: FakeJob) {
    const ended = endedAt < 0 ? {} : { [state]: endedAt };
    const vertex = { id: VERTEX, name: "Source: fake -> Sink: fake", parallelism: 1, maxParallelism: 128 };
    return {
      timestamps: { INITIALIZING: startedAt, RUNNING: startedAt, ...ended },
      vertices: [{ ...vertex, status: state, tasks: { [state]: 1 } }],
      plan: {},
    };
  }

  #cancel(job: FakeJob): FakeResponse {
    if (ENDED.has(job.state)) {
      const message = `Job cancellation failed because the job has already reached another terminal state (${job.state}).`;
      return refusal(409, ["org.apache.flink.runtime.rest.handler.RestHandlerException", message]);
    }
    this.end(job.id, "CANCELED");
    return { status: 202, body: {} };
  }

  #trigger({ body }: FakeRequest, act: () => Omit<Trigger, "asked">): FakeResponse {
    const id = typeof body["triggerId"] === "string" ? body["triggerId"] : newId();
    if (!this.#triggers.has(id)) this.#triggers.set(id, { asked: false, ...act() });
    return { status: 202, body: { "request-id": id } };
  }

  #outcome(id = ""): FakeResponse {
    const trigger = this.#triggers.get(id);
    if (trigger === undefined) {
      return refusal(404, [
        "org.apache.flink.runtime.rest.handler.RestHandlerException",
        `There is no operation ${id}.`,
      ]);
    }
    if (!trigger.asked) {
      trigger.asked = true;
      return ok({ status: { id: "IN_PROGRESS" } });
    }
    const { location, failure } = trigger;
    const cause = failure && {
      class: "java.io.IOException",
      "stack-trace": `java.io.IOException: ${failure}`,
    };
    const operation = cause ? { "failure-cause": cause } : { location: location ?? null };
    return ok({ status: { id: "COMPLETED" }, operation });
  }

  #stopped(job: FakeJob): Omit<Trigger, "asked"> {
    const location = this.stop(job.id);
    return location === undefined ? { failure: `Job ${job.id} does not run` } : { location };
  }

  #saved(job: FakeJob): Omit<Trigger, "asked"> {
    return job.state === "RUNNING"
      ? { location: this.#savepoint(job) }
      : { failure: `Job ${job.id} does not run` };
  }

  #disposed({ body }: FakeRequest): Omit<Trigger, "asked"> {
    const path = String(body["savepoint-path"]);
    return this.#savepoints.delete(path) ? {} : { failure: `Cannot find savepoint ${path}` };
  }

  #savepoint(job: FakeJob): string {
    const path = `${RESTORE_DIR}/savepoint-${job.id.slice(0, 6)}-${newId().slice(0, 12)}`;
    job.savepoints.push(path);
    this.#savepoints.add(path);
    return path;
  }
}

function newId(): string {
  return globalThis.crypto.randomUUID().replaceAll("-", "");
}
