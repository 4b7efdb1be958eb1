import {
  type Change,
  ConfluentCloud,
  FlinkStatementError,
  FlinkStatementNotFoundError,
  type SqlClient,
} from "@millrace/flink";
import { afterEach, beforeEach, expect, test } from "vitest";
import { ManualClock } from "../manual-clock.ts";
import { type PreparedSql, StatementsServer } from "./statements-server.ts";

const TEXT = { type: "VARCHAR", nullable: true, length: 2147483647 };
const BIGINT = { type: "BIGINT", nullable: false };
const COUNTS: PreparedSql = {
  kind: "SELECT",
  columns: [
    { name: "postcode", type: TEXT },
    { name: "n", type: BIGINT },
  ],
  upsertColumns: [0],
  pages: [
    [{ row: ["SW19", "1"] }, { op: 0, row: ["N1", "1"] }],
    [],
    [
      { op: 2, row: ["SW19", "9007199254740993"] },
      { op: 3, row: ["N1", "1"] },
    ],
  ],
};
const QUERY = "SELECT postcode, COUNT(*) AS n FROM page_views GROUP BY postcode";
const INSERT = "INSERT INTO a (x) SELECT x FROM b";

let server: StatementsServer;
let cloud: ConfluentCloud;

beforeEach(async () => {
  server = await StatementsServer.start();
  cloud = new ConfluentCloud({ ...server.options, clock: new ManualClock({ isHasty: true }) });
  server.prepare(QUERY, COUNTS);
  server.prepare(INSERT, { kind: "INSERT_INTO" });
});
afterEach(async () => {
  await server[Symbol.asyncDispose]();
});

test("a statement is made with its pool, principal and properties", async () => {
  const own = new ConfluentCloud({
    ...server.options,
    principal: "sa-1",
    properties: { "sql.current-catalog": "prod" },
  });
  await own.execute(INSERT, { name: "copy-1", properties: { "sql.state-ttl": "1 h" } });
  expect(server.statements.get("copy-1")?.spec).toEqual({
    statement: INSERT,
    properties: { "sql.current-catalog": "prod", "sql.state-ttl": "1 h" },
    compute_pool_id: "lfcp-xyz123",
    principal: "sa-1",
    stopped: false,
  });
});

test("executing waits until the statement was accepted", async () => {
  const statement = await cloud.execute(INSERT, { name: "copy-1" });
  expect([await statement.status(), statement.isQuery]).toEqual(["running", false]);
});

test("a query's changes come with their kinds", async () => {
  const changes: Change[] = [];
  for await (const change of (await cloud.execute(QUERY)).changelog()) changes.push(change);
  expect(changes).toEqual([
    { kind: "insert", row: { postcode: "SW19", n: 1n } },
    { kind: "insert", row: { postcode: "N1", n: 1n } },
    { kind: "update-after", row: { postcode: "SW19", n: 9007199254740993n } },
    { kind: "delete", row: { postcode: "N1", n: 1n } },
  ]);
});

test("rows are folded by the server's upsert key", async () => {
  expect(await (await cloud.execute(QUERY)).rows()).toEqual([{ postcode: "SW19", n: 9007199254740993n }]);
});

test("code for a SQL client runs on Confluent Cloud", async () => {
  const total = async (client: SqlClient) => (await (await client.execute(QUERY)).rows()).length;
  expect(await total(cloud)).toBe(1);
});

test("every cell form is decoded", async () => {
  const array = { type: "ARRAY", nullable: true, element_type: BIGINT };
  const map = { type: "MAP", nullable: true, key_type: BIGINT, value_type: TEXT };
  const row = { type: "ROW", nullable: true, fields: [{ name: "f", field_type: array }] };
  const multiset = { type: "MULTISET", nullable: true, element_type: TEXT };
  const instant = { type: "TIMESTAMP_WITH_LOCAL_TIME_ZONE", nullable: true, precision: 3 };
  const types = {
    array,
    map,
    row,
    multiset,
    instant,
    bytes: { type: "VARBINARY", nullable: true },
    none: TEXT,
  };
  const columns = Object.entries(types).map(([name, type]) => ({ name, type }));
  const cells = [["1"], [["2", "x, 3=y"]], [["4"]], [["a", "2"]], "2024-02-29 10:11:12.500", "x'00ff'", null];
  server.prepare("SELECT *", { kind: "SELECT", columns, pages: [[{ row: cells }]] });
  expect(await (await cloud.execute("SELECT *")).rows()).toEqual([
    {
      array: [1n],
      map: new Map([[2n, "x, 3=y"]]),
      row: { f: [4n] },
      multiset: new Map([["a", 2]]),
      instant: "2024-02-29T10:11:12.500Z",
      bytes: new Uint8Array([0, 255]),
      none: null,
    },
  ]);
});

test("leaving a query early deletes it", async () => {
  server.prepare("SELECT 1", { ...COUNTS, isEndless: true });
  for await (const _ of (await cloud.execute("SELECT 1", { name: "peek" })).changelog()) break;
  expect(server.statements.has("peek")).toBe(false);
});

test("closing what writes leaves it running", async () => {
  await using _copy = await cloud.execute(INSERT, { name: "copy-1" });
  await _copy.close();
  expect(server.statements.get("copy-1")?.phase).toBe("RUNNING");
});

test("a statement opened by name is not ended", async () => {
  await cloud.execute(QUERY, { name: "shared" });
  await (await cloud.statement("shared")).close();
  expect(server.statements.has("shared")).toBe(true);
});

test("a refused statement throws with its position", async () => {
  const failure =
    "SQL validation failed. Error from line 1, column 8 to line 1, column 11.\n\nCaused by: Column 'nope' not found in any table";
  server.prepare("SELECT nope", { kind: "SELECT", failure });
  await expect(cloud.execute("SELECT nope", { name: "bad" })).rejects.toMatchObject({
    code: "statement-failed",
    statement: "bad",
    position: { line: 1, column: 8, endLine: 1, endColumn: 11 },
    message:
      "Column 'nope' not found in any table\n  at line 1, column 8\n1 | SELECT nope\n  |        ^^^^\n  while: SQL validation failed. Error from line 1, column 8 to line 1, column 11.",
  });
});

test("a statement that fails while it is read throws", async () => {
  server.prepare("SELECT 2", { ...COUNTS, failure: "out of memory", failsLate: true });
  const reading = cloud.execute("SELECT 2").then((statement) => statement.rows());
  await expect(reading).rejects.toThrow(FlinkStatementError);
  await expect(reading).rejects.toThrow("out of memory");
});

test("stopping keeps the statement and its offsets", async () => {
  const statement = await cloud.execute(INSERT, { name: "copy-1" });
  await statement.stop();
  expect(await statement.describe()).toMatchObject({
    status: "stopped",
    latestOffsets: { orders: "partition:0,offset:42" },
    warnings: ["MODERATE: state may grow"],
  });
});

test("a stopped statement resumes in another pool", async () => {
  const statement = await cloud.execute(INSERT, { name: "copy-1" });
  await statement.stop();
  await statement.resume({ computePoolId: "lfcp-other" });
  expect(await statement.describe()).toMatchObject({ status: "running", computePoolId: "lfcp-other" });
});

test("a change that crosses another one is made again", async () => {
  const statement = await cloud.execute(INSERT, { name: "copy-1" });
  let isFirst = true;
  server.intercept = ({ method }) => {
    const resource = server.statements.get("copy-1");
    if (method === "PUT" && isFirst && resource) resource.version += 1;
    if (method === "PUT") isFirst = false;
    return false;
  };
  await statement.stop();
  expect(server.requests.filter((request) => request.startsWith("PUT")).length).toBe(2);
});

test("offsets are carried over by the name of the old statement", async () => {
  await cloud.execute(INSERT, { name: "copy-2", carryOverOffsetsFrom: "copy-1" });
  expect(server.statements.get("copy-2")?.spec.properties).toEqual({
    "sql.tables.initial-offset-from": "copy-1",
  });
});

test("deleting twice is the same as once", async () => {
  const statement = await cloud.execute(INSERT, { name: "copy-1" });
  await statement.delete();
  await statement.delete();
  await expect(statement.status()).rejects.toThrow(FlinkStatementNotFoundError);
});

test("statements are listed across pages", async () => {
  for (const name of ["a", "b", "c"]) await cloud.execute(INSERT, { name });
  const names: string[] = [];
  for await (const { name } of cloud.statements({ computePoolId: "lfcp-xyz123" })) names.push(name);
  expect(names).toEqual(["a", "b", "c"]);
});

test("recent exceptions are told", async () => {
  const statement = await cloud.execute(INSERT, { name: "copy-1" });
  expect(await statement.exceptions()).toEqual([
    { name: "E", message: "lately", at: "2026-01-01T00:00:00Z" },
  ]);
});

test("a name that is taken is a conflict", async () => {
  await cloud.execute(INSERT, { name: "copy-1" });
  await expect(cloud.execute(INSERT, { name: "copy-1" })).rejects.toMatchObject({
    code: "statement-conflict",
    message:
      "Statement copy-1 is in the way of this change: Statement 'copy-1' already exists. Read it again, or choose another name.",
  });
});

test("a name that is not allowed is refused in words", async () => {
  await expect(cloud.execute(INSERT, { name: "Copy 1" })).rejects.toThrow("Invalid statement name 'Copy 1'");
});

test("a statement that nobody made is not found", async () => {
  await expect(cloud.statement("nope")).rejects.toThrow("There is no statement nope on");
});

test("wrong credentials are named as such", async () => {
  const stranger = new ConfluentCloud({ ...server.options, apiSecret: "wrong" });
  await expect(stranger.execute(INSERT, { name: "copy-1" })).rejects.toMatchObject({
    code: "unauthorized",
    message:
      "The Confluent Cloud API does not let these credentials create statement copy-1 (HTTP 401): Valid authentication credentials must be provided. Check the API key and its secret.",
  });
});

test("a lost answer does not make a statement twice", async () => {
  server.intercept = ({ method }, response) => {
    if (method !== "POST") return false;
    const spec = { statement: INSERT, properties: {}, stopped: false };
    server.statements.set("copy-1", {
      name: "copy-1",
      version: 1,
      spec,
      phase: "PENDING",
      detail: "",
      asksLeft: 0,
    });
    response.destroy();
    return true;
  };
  const statement = await cloud.execute(INSERT, { name: "copy-1" });
  expect([
    await statement.status(),
    server.requests.filter((request) => request.startsWith("POST")).length,
  ]).toEqual(["running", 1]);
});

test("waiting for a pool that is full ends in time", async () => {
  const stuck = { name: "copy-1", version: 1, phase: "PENDING", detail: "", asksLeft: 1_000 };
  server.intercept = ({ method }, response) => {
    if (method !== "POST") return false;
    server.statements.set("copy-1", {
      ...stuck,
      spec: { statement: INSERT, properties: {}, stopped: false },
    });
    response.destroy();
    return true;
  };
  await expect(cloud.execute(INSERT, { name: "copy-1", timeoutMs: 1_000 })).rejects.toThrow(
    "Waited 1000 ms for statement copy-1; last seen: PENDING, scaling OK.",
  );
});
