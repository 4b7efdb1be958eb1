import { type FetchInit, JobManager, SqlGateway } from "@millrace/flink";
import { expect, test } from "vitest";
import { ManualClock } from "./manual-clock.ts";

type Step = { readonly status?: number; readonly body?: string; readonly retryAfter?: string } | Error;

/** A `fetch` that answers as told, in order, and keeps what it was asked. */
function scripted(...steps: readonly Step[]) {
  const left = [...steps];
  const calls: { url: string; init: FetchInit }[] = [];
  const fetch = async (url: string, init: FetchInit) => {
    calls.push({ url, init });
    const step = left.shift();
    if (step === undefined) throw new Error("asked once too often");
    if (step instanceof Error) throw step;
    const header = (name: string) => (name === "retry-after" ? (step.retryAfter ?? null) : null);
    return {
      status: step.status ?? 200,
      headers: { get: header },
      text: () => Promise.resolve(step.body ?? "{}"),
    };
  };
  return { fetch, calls, clock: new ManualClock({ isHasty: true }) };
}

const networkError = (code: string) =>
  new TypeError("fetch failed", { cause: Object.assign(new Error(`connect ${code}`), { code }) });
const REFUSED = networkError("ECONNREFUSED");
const RESET = networkError("ECONNRESET");
const INFO = { body: '{"productName":"Apache Flink","version":"2.2.0"}' };
const gatewayOf = (script: ReturnType<typeof scripted>) =>
  new SqlGateway({ url: "http://gw:8083/", ...script });

test("a read is repeated after network faults", async () => {
  const script = scripted(RESET, { status: 503, body: "busy" }, INFO);
  expect(await gatewayOf(script).info()).toEqual({ productName: "Apache Flink", version: "2.2.0" });
  expect(script.clock.slept).toEqual([100, 300]);
});

test("a server that stays away is named with its address", async () => {
  const script = scripted(REFUSED, REFUSED, REFUSED, REFUSED);
  await expect(gatewayOf(script).info()).rejects.toThrow(
    "No answer from the SQL Gateway at http://gw:8083/v1/info: ECONNREFUSED. Check that it runs and that the address is right.",
  );
  expect(script.calls.length).toBe(4);
});

const submit = async (...steps: readonly Step[]) => {
  const script = scripted(
    { body: '{"sessionHandle":"s1"}' },
    { body: '{"properties":{"table.local-time-zone":"UTC"}}' },
    ...steps,
  );
  const gateway = new SqlGateway({ url: "http://gw:8083", version: "v4", ...script });
  const session = await gateway.openSession({ heartbeat: false });
  const outcome = await session.execute("INSERT INTO t SELECT 1").catch((error: unknown) => error);
  return { outcome, submissions: script.calls.filter(({ url }) => url.endsWith("/statements")).length };
};

test("a statement that may have arrived is not sent again", async () => {
  const { outcome, submissions } = await submit(RESET);
  expect([outcome, submissions]).toEqual([expect.objectContaining({ code: "unreachable" }), 1]);
});

test("a statement that never left is sent again", async () => {
  const done = { columns: [], rowFormat: "JSON", data: [] };
  const page = { body: JSON.stringify({ resultType: "EOS", isQueryResult: false, results: done }) };
  const { submissions } = await submit(REFUSED, { body: '{"operationHandle":"o1"}' }, page, {});
  expect(submissions).toBe(2);
});

test("a server that asks for a pause gets it", async () => {
  const script = scripted({ status: 429, body: "{}", retryAfter: "7" }, INFO);
  await gatewayOf(script).info();
  expect(script.clock.slept).toEqual([7000]);
});

test("an answer of something else says so", async () => {
  await expect(gatewayOf(scripted({ body: "<html>hello</html>" })).info()).rejects.toThrow(
    'Not an answer of the SQL Gateway: the body is not JSON, or cut off. http://gw:8083/v1/info answered HTTP 200 with "<html>hello</html>". Probably something else listens there, a proxy stands between, or the versions differ.',
  );
});

test("a cut off answer says so", async () => {
  await expect(gatewayOf(scripted({ body: '{"productName":"Apa' })).info()).rejects.toThrow(
    "the body is not JSON, or cut off",
  );
});

test("an answer of another shape names the field", async () => {
  await expect(gatewayOf(scripted({ body: '{"productName":1}' })).info()).rejects.toThrow(
    "Not an answer of the SQL Gateway: productName should be a string, found number 1.",
  );
});

test("a refusal that is no error message of Flink says so", async () => {
  await expect(gatewayOf(scripted({ status: 404, body: "<h1>Not Found</h1>" })).info()).rejects.toMatchObject(
    {
      code: "unexpected-answer",
      status: 404,
    },
  );
});

test("a refusal without a better class keeps its chain", async () => {
  const body = JSON.stringify({
    errors: ["java.lang.IllegalStateException: no\n\tat a.B.c(B.java:1)\nCaused by: a.b.C: really not"],
  });
  const jobManager = new JobManager({ url: "http://jm:8081", ...scripted({ status: 500, body }) });
  await expect(jobManager.jobs()).rejects.toMatchObject({
    code: "refused",
    message: "The JobManager refused to list the jobs (HTTP 500): really not",
    chain: [
      { className: "java.lang.IllegalStateException", message: "no" },
      { className: "a.b.C", message: "really not" },
    ],
  });
});

test("a gateway of other versions is refused by name", async () => {
  await expect(gatewayOf(scripted({ body: '{"versions":["V9"]}' })).version()).rejects.toThrow(
    "The SQL Gateway at http://gw:8083 serves API version v9, but this library speaks v4, v3, v2, v1.",
  );
});

test("an aborted call throws the signal's reason at once", async () => {
  const script = scripted(INFO);
  const signal = AbortSignal.abort(new Error("not now"));
  await expect(gatewayOf(script).info({ signal })).rejects.toThrow("not now");
  expect(script.calls).toEqual([]);
});

test("a server that never answers is given up", async () => {
  const clock = new ManualClock();
  const fetch = (_url: string, { signal }: FetchInit) =>
    new Promise<never>((_resolve, reject) => {
      signal?.addEventListener("abort", () => reject(signal.reason as Error));
    });
  const gateway = new SqlGateway({
    url: "http://gw:8083",
    fetch,
    clock,
    requestTimeoutMs: 5_000,
    version: "v4",
  });
  const opening = gateway.openSession().catch((error: unknown) => error);
  await clock.move(0);
  await clock.move(5_000);
  expect(await opening).toMatchObject({ message: "Waited 5000 ms for the SQL Gateway to open a session." });
});

test("waiting for readiness tells what was seen last", async () => {
  const overview = { taskmanagers: 0, "slots-total": 0, "slots-available": 0, "jobs-running": 0 };
  const body = JSON.stringify({
    ...overview,
    "jobs-finished": 0,
    "jobs-cancelled": 0,
    "jobs-failed": 0,
    "flink-version": "2.2.0",
  });
  const script = scripted(...Array.from({ length: 50 }, () => ({ body })));
  const jobManager = new JobManager({ url: "http://jm:8081", ...script });
  await expect(jobManager.ready({ slots: 2, timeoutMs: 1_000 })).rejects.toThrow(
    "Waited 1000 ms for the JobManager at http://jm:8081 to have 2 slots; last seen: 0 slots of 0 TaskManagers.",
  );
});
