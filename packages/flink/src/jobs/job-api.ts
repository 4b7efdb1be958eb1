import { FlinkJobNotFoundError } from "../errors/job-errors.ts";
import type { HttpCall, HttpClient } from "../http/http-client.ts";
import { anything, list, record } from "../wire/shape.ts";
import {
  backPressureAnswer,
  checkpointsAnswer,
  exceptionsAnswer,
  jobDetail,
  jobState,
  jobSummary,
  metricsAnswer,
  operationAnswer,
  overviewAnswer,
  triggerAnswer,
} from "./job-answers.ts";

type Options = { readonly signal?: AbortSignal | undefined };

/**
 * The endpoints of the JobManager, one method each.
 * @see https://nightlies.apache.org/flink/flink-docs-release-2.2/docs/ops/rest_api/
 */
export class JobApi {
  readonly http: HttpClient;

  constructor(http: HttpClient) {
    this.http = http;
  }

  overview(options: Options) {
    return this.#get("/overview", overviewAnswer, "tell the cluster's overview", options);
  }

  jobs(options: Options) {
    return this.#get("/jobs/overview", record({ jobs: list(jobSummary) }), "list the jobs", options);
  }

  detail(id: string, options: Options) {
    return this.#job(id, "", jobDetail, "describe the job", options);
  }

  status(id: string, options: Options) {
    return this.#job(id, "/status", record({ status: jobState }), "tell the job's state", options);
  }

  exceptions(id: string, options: Options) {
    return this.#job(id, "/exceptions", exceptionsAnswer, "tell the job's exceptions", options);
  }

  checkpoints(id: string, options: Options) {
    return this.#job(id, "/checkpoints", checkpointsAnswer, "tell the job's checkpoints", options);
  }

  /** Names only when `names` is empty. */
  jobMetrics(id: string, names: readonly string[], options: Options) {
    return this.#metrics(id, "/metrics", names, options);
  }

  vertexMetrics(id: string, vertexId: string, names: readonly string[], options: Options) {
    return this.#metrics(id, `/vertices/${vertexId}/metrics`, names, options);
  }

  watermarks(id: string, vertexId: string, options: Options) {
    return this.#job(id, `/vertices/${vertexId}/watermarks`, metricsAnswer, "tell the watermarks", options);
  }

  backPressure(id: string, vertexId: string, options: Options) {
    return this.#job(
      id,
      `/vertices/${vertexId}/backpressure`,
      backPressureAnswer,
      "tell the back-pressure",
      options,
    );
  }

  cancel(id: string, options: Options) {
    const call = {
      method: "PATCH",
      path: `/jobs/${id}`,
      query: { mode: "cancel" },
      shape: anything,
    } as const;
    return this.#call(id, { ...call, action: "cancel the job", repeatable: true, ...options });
  }

  /** Triggers are told apart by `triggerId`, which makes repeating one safe. */
  stop(id: string, body: { triggerId: string; targetDirectory?: string; drain: boolean }, options: Options) {
    const call = { method: "POST", path: `/jobs/${id}/stop`, body, shape: triggerAnswer } as const;
    return this.#call(id, { ...call, action: "stop the job", repeatable: true, ...options });
  }

  savepoint(
    id: string,
    body: { triggerId: string; "target-directory"?: string; "cancel-job": boolean; formatType?: string },
    options: Options,
  ) {
    const call = { method: "POST", path: `/jobs/${id}/savepoints`, body, shape: triggerAnswer } as const;
    return this.#call(id, { ...call, action: "make a savepoint", repeatable: true, ...options });
  }

  savepointStatus(id: string, requestId: string, options: Options) {
    return this.#job(id, `/savepoints/${requestId}`, operationAnswer, "tell the savepoint's state", options);
  }

  disposeSavepoint(path: string, options: Options) {
    const call = { method: "POST", path: "/savepoint-disposal", body: { "savepoint-path": path } } as const;
    return this.http.call({ ...call, shape: triggerAnswer, action: "dispose of the savepoint", ...options });
  }

  disposalStatus(requestId: string, options: Options) {
    return this.#get(
      `/savepoint-disposal/${requestId}`,
      operationAnswer,
      "tell the disposal's state",
      options,
    );
  }

  #metrics(id: string, path: string, names: readonly string[], options: Options) {
    const query = names.length === 0 ? {} : { get: names.join(",") };
    return this.#job(id, path, metricsAnswer, "tell metrics", options, query);
  }

  #get<T>(path: string, shape: HttpCall<T>["shape"], action: string, options: Options): Promise<T> {
    return this.http.call({ method: "GET", path, shape, action, ...options });
  }

  #job<T>(
    id: string,
    path: string,
    shape: HttpCall<T>["shape"],
    action: string,
    options: Options,
    query: Readonly<Record<string, string>> = {},
  ): Promise<T> {
    return this.#call(id, { method: "GET", path: `/jobs/${id}${path}`, shape, action, query, ...options });
  }

  #call<T>(id: string, call: HttpCall<T>): Promise<T> {
    const onRefusal: HttpCall<T>["onRefusal"] = ({ chain, status }) =>
      status === 404 && chain.some(({ message }) => JOB_GONE.test(message))
        ? new FlinkJobNotFoundError(id, this.http.url)
        : undefined;
    return this.http.call({ onRefusal, ...call });
  }
}

const JOB_GONE = /Job \w+ not found|Could not find Flink job/;
