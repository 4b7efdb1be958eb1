import { FakeFlink, FlinkSessionGoneError, SqlGateway } from "@millrace/flink";
import { expect, test } from "vitest";
import { ManualClock } from "./manual-clock.ts";

const setUp = async (heartbeat: { intervalMs?: number; onError?: (error: unknown) => void } = {}) => {
  const clock = new ManualClock({ isHasty: true });
  const flink = new FakeFlink({ clock });
  const asked: string[] = [];
  const fetch: typeof flink.gateway.fetch = (url, init) => {
    asked.push(
      `${init.method} ${new URL(url).pathname.replace(/\/sessions\/[^/]+/, "/sessions/s").replace(/operations\/[^/]+/, "operations/o")}`,
    );
    return flink.gateway.fetch?.(url, init) ?? Promise.reject(new Error("no fetch"));
  };
  const gateway = new SqlGateway({ ...flink.gateway, fetch });
  const session = await gateway.openSession({ heartbeat });
  const beats = () => asked.filter((call) => call.endsWith("/heartbeat")).length;
  return { clock, flink, session, asked, beats };
};

test("an open session is kept alive every minute", async () => {
  const { clock, beats } = await setUp();
  await clock.move(120_000);
  expect(beats()).toBe(2);
});

test("a closed session sends no heartbeat", async () => {
  const { clock, session, beats } = await setUp();
  await session.close();
  await clock.move(120_000);
  expect([beats(), clock.intervals]).toEqual([0, 0]);
});

test("heartbeats of a session that is gone end", async () => {
  const errors: unknown[] = [];
  const { clock, flink } = await setUp({ intervalMs: 1_000, onError: (error) => errors.push(error) });
  flink.expireSessions();
  await clock.move(1_000);
  await clock.move(10_000);
  expect([errors.map((error) => error instanceof FlinkSessionGoneError), clock.intervals]).toEqual([
    [true],
    0,
  ]);
});

test("heartbeats go on while the gateway is away", async () => {
  const errors: unknown[] = [];
  const { clock, flink, beats } = await setUp({ intervalMs: 1_000, onError: (error) => errors.push(error) });
  flink.setDown(true);
  await clock.move(1_000);
  flink.setDown(false);
  await clock.move(1_000);
  expect([errors.length, clock.intervals, beats() > 1]).toEqual([1, 1, true]);
});

test("an expired session says what to do", async () => {
  const { flink, session } = await setUp();
  flink.expireSessions();
  await expect(session.execute("SHOW TABLES")).rejects.toThrow(
    `Session ${session.handle} does not exist on the SQL Gateway any more: it was closed, idle for too long, or the gateway was restarted. Open a new session; temporary tables and settings must be made again.`,
  );
});

test("a session's time zone that is given is kept", async () => {
  const flink = new FakeFlink();
  const properties = { "table.local-time-zone": "Europe/Berlin" };
  const session = await new SqlGateway(flink.gateway).openSession({ properties, heartbeat: false });
  flink.answer("SELECT ts", { columns: { ts: "TIMESTAMP_LTZ(0)" }, rows: [{ ts: "1970-01-01T01:00:00Z" }] });
  expect(await (await session.execute("SELECT ts")).rows()).toEqual([{ ts: "1970-01-01T00:00:00Z" }]);
});

test("a command leaves no operation open", async () => {
  const { session, asked } = await setUp();
  await session.execute("CREATE TABLE t (id INT) WITH ('connector' = 'blackhole')");
  expect(asked.at(-1)).toBe("DELETE /v4/sessions/s/operations/o/close");
});

test("closing a session ends its queries first", async () => {
  const { flink, session, asked } = await setUp();
  flink.answer("SELECT id", { columns: { id: "INT" }, isEndless: true });
  await session.execute("SELECT id");
  await session.close();
  expect(asked.slice(-2)).toEqual(["DELETE /v4/sessions/s/operations/o/close", "DELETE /v4/sessions/s"]);
});

test("a query without rows is not ended while it starts", async () => {
  const { clock, flink, session } = await setUp();
  flink.answer("SELECT id", { columns: { id: "INT" }, isEndless: true });
  const statement = await session.execute("SELECT id");
  await statement.close();
  expect(clock.slept.at(-1)).toBeGreaterThan(2_900);
});

test("an execution that is given up while planned is cancelled", async () => {
  const { flink, session, asked } = await setUp();
  const abort = new AbortController();
  flink.answer(
    (sql) => {
      abort.abort(new Error("never mind"));
      return sql === "SELECT id";
    },
    { columns: { id: "INT" }, isEndless: true },
  );
  await expect(session.execute("SELECT id", { signal: abort.signal })).rejects.toThrow("never mind");
  await session.close();
  expect(asked.slice(-4)).toEqual([
    "GET /v4/sessions/s/operations/o/status",
    "POST /v4/sessions/s/operations/o/cancel",
    "DELETE /v4/sessions/s/operations/o/close",
    "DELETE /v4/sessions/s",
  ]);
});

test("closing a session waits for endings under way", async () => {
  const { flink, session, asked } = await setUp();
  flink.answer("SELECT id", { columns: { id: "INT" }, isEndless: true });
  const statement = await session.execute("SELECT id");
  const ending = statement.close();
  await session.execute("SHOW TABLES");
  await Promise.all([session.close(), ending]);
  expect([statement.isClosed, asked.at(-1)]).toEqual([true, "DELETE /v4/sessions/s"]);
});

test("a query that has sent a row is ended at once", async () => {
  const { clock, flink, session } = await setUp();
  flink.answer("SELECT id", { columns: { id: "INT" }, rows: [{ id: 1 }], isEndless: true });
  for await (const _ of (await session.execute("SELECT id")).changelog()) break;
  expect(Math.max(...clock.slept)).toBeLessThan(1_000);
});

test("pages are fetched only when rows are asked for", async () => {
  const { flink, session, asked } = await setUp();
  const rows = Array.from({ length: 250 }, (_, id) => ({ id }));
  flink.answer("SELECT id", { columns: { id: "INT" }, rows, isEndless: true });
  const reader = (await session.execute("SELECT id")).changelog()[Symbol.asyncIterator]();
  const pages = () => asked.filter((call) => call.includes("/result/")).length;
  await reader.next();
  const afterFirst = pages();
  for (let read = 1; read < 100; read += 1) await reader.next();
  expect(pages()).toBe(afterFirst);
  await reader.next();
  expect(pages()).toBe(afterFirst + 1);
  await reader.return?.();
});

test("a type that neither format holds is refused with advice", async () => {
  const { session } = await setUp();
  const refusedAll = new FakeFlink();
  const fetch: typeof refusedAll.gateway.fetch = async (url, init) =>
    url.includes("/result/")
      ? {
          status: 500,
          headers: { get: () => null },
          text: () =>
            Promise.resolve('{"errors":["Internal server error. Could not map response to JSON."]}'),
        }
      : (refusedAll.gateway.fetch?.(url, init) ?? Promise.reject(new Error("no fetch")));
  await session.close();
  const own = await new SqlGateway({ ...refusedAll.gateway, fetch }).openSession({
    properties: { "table.local-time-zone": "UTC" },
    heartbeat: false,
  });
  await expect(own.execute("SHOW TABLES")).rejects.toThrow(
    "The SQL Gateway has no form for a type of this result",
  );
});

test("a RAW column is refused before its first row", async () => {
  const { flink, session, asked } = await setUp();
  flink.answer("SELECT r", {
    columns: { r: "ARRAY<RAW('java.util.UUID', 'AEdv')>" },
    rows: [{ r: [{ opaque: "x" }] }],
  });
  asked.length = 0;
  await expect(session.execute("SELECT r")).rejects.toThrow(
    "Cannot read column r as RAW. The SQL Gateway runs out of memory when it reads a RAW value: CAST it to STRING or BYTES in the SELECT.",
  );
  expect(asked.filter((call) => call.includes("/result/1"))).toEqual([]);
});

test("version 1 says what it lacks", async () => {
  const flink = new FakeFlink({ gatewayVersions: ["v1"] });
  const properties = { "table.local-time-zone": "UTC" };
  const session = await new SqlGateway(flink.gateway).openSession({ properties, heartbeat: false });
  await expect(session.configure("SET 'a' = 'b'")).rejects.toThrow(
    "The SQL Gateway at http://gateway.fake:8083 serves API version v1, but to configure a session takes v2. Use a newer Flink, or a version of this library that fits.",
  );
  await expect(session.complete("SHOW", 4)).rejects.toThrow("to complete statements takes v2");
});
