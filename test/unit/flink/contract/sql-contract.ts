import type { Change, FakeResult, GatewaySession } from "@millrace/flink";
import { FlinkResultGoneError, FlinkSessionGoneError, FlinkStatementError } from "@millrace/flink";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { EXOTIC_TYPES, PLAIN_TEXT_TYPES, SCALAR_TYPES } from "./every-type.ts";
import { ENDLESS, LIMIT, type Subject } from "./subject.ts";

const GROUPED = "SELECT v, COUNT(*) AS n FROM (VALUES ('a'), ('a'), ('b')) AS t (v) GROUP BY v";
const COUNTS: readonly Change[] = [
  { kind: "insert", row: { v: "a", n: 1n } },
  { kind: "update-before", row: { v: "a", n: 1n } },
  { kind: "update-after", row: { v: "a", n: 2n } },
  { kind: "insert", row: { v: "b", n: 1n } },
];
const GROUPED_ANSWER: FakeResult = {
  columns: { v: "CHAR(1) NOT NULL", n: "BIGINT NOT NULL" },
  changes: COUNTS,
};

/** What a SQL Gateway does for its clients. */
export function describeSql(connect: () => Subject): void {
  describe("the SQL Gateway", () => {
    let subject: Subject;
    let session: GatewaySession;

    beforeAll(async () => {
      subject = connect();
      await subject.jobManager.ready({ slots: 1, ...LIMIT });
      // A cluster may restart failed jobs for ever; these are to fail.
      const properties = { "restart-strategy.type": "none" };
      session = await subject.gateway.openSession({ name: "contract", properties });
      await session.execute(`CREATE TABLE numbers (id BIGINT) ${ENDLESS}`);
    });
    afterAll(async () => {
      await session.close();
    });

    const rowsOf = async (sql: string) => (await session.execute(sql)).rows();

    test("it says what it is", async () => {
      expect(await subject.gateway.info()).toEqual({ productName: "Apache Flink", version: "2.2.0" });
    });

    test("the newest version that both speak is chosen", async () => {
      expect(await subject.gateway.version()).toBe("v4");
    });

    test("a session keeps the properties it is given", async () => {
      await using own = await subject.gateway.openSession({ properties: { "pipeline.name": "mine" } });
      expect(await own.properties()).toMatchObject({
        "pipeline.name": "mine",
        "table.local-time-zone": "UTC",
      });
    });

    test("a table that is created is listed", async () => {
      const created = await session.execute(
        "CREATE TABLE listed (id BIGINT) WITH ('connector' = 'blackhole')",
      );
      expect([created.isQuery, created.jobId, await created.rows()]).toEqual([
        false,
        undefined,
        [{ result: "OK" }],
      ]);
      expect(await rowsOf("SHOW TABLES")).toContainEqual({ "table name": "listed" });
    });

    test("a result that was read is not there again", async () => {
      const shown = await session.execute("SHOW TABLES");
      await shown.rows();
      await expect(shown.rows()).rejects.toThrow(FlinkResultGoneError);
    });

    test("settings are made without an operation", async () => {
      await session.configure("SET 'pipeline.max-parallelism' = '7'");
      expect(await session.properties()).toMatchObject({ "pipeline.max-parallelism": "7" });
    });

    test("words that could follow are offered", async () => {
      expect(await session.complete("SHOW TA", 7)).toEqual(["TABLES"]);
    });

    test.each(SCALAR_TYPES)("%s arrives without loss", async (type, sql, value) => {
      const query = `SELECT ${sql} AS v`;
      subject.prepare(query, { columns: { v: type }, rows: [{ v: value }] });
      expect(await rowsOf(query)).toEqual([{ v: value }]);
    });

    test.each(EXOTIC_TYPES)("%s arrives although JSON cannot hold it", async (type, sql, value) => {
      const query = `SELECT ${sql} AS v`;
      subject.prepare(query, { columns: { v: type }, rows: [{ v: value }] });
      expect(await rowsOf(query)).toEqual([{ v: value }]);
    });

    test.each(PLAIN_TEXT_TYPES)("%s arrives as plain text too", async (type, sql, value) => {
      const query = `SELECT ${sql} AS v`;
      subject.prepare(query, { columns: { v: type }, rows: [{ v: value }] });
      const statement = await session.execute(query, { rowFormat: "PLAIN_TEXT" });
      expect(await statement.rows()).toEqual([{ v: value }]);
    });

    test("changes keep their kind and order", async () => {
      subject.prepare(GROUPED, GROUPED_ANSWER);
      const changes: Change[] = [];
      for await (const change of (await session.execute(GROUPED)).changelog()) changes.push(change);
      expect(changes).toEqual(COUNTS);
    });

    test("a query tells its columns before its rows", async () => {
      subject.prepare(GROUPED, GROUPED_ANSWER);
      await using statement = await session.execute(GROUPED);
      expect([statement.isQuery, statement.columns]).toEqual([
        true,
        [
          { name: "v", type: { kind: "CHAR", nullable: false, length: 1 } },
          { name: "n", type: { kind: "BIGINT", nullable: false } },
        ],
      ]);
    });

    test("a changelog folds to a table by key", async () => {
      subject.prepare(GROUPED, GROUPED_ANSWER);
      const table = (await session.execute(GROUPED)).changelog().materialize(["v"]);
      await table.until(() => false);
      expect(table.rows()).toEqual([
        { v: "a", n: 2n },
        { v: "b", n: 1n },
      ]);
    });

    test("leaving an endless query ends its job", async () => {
      const query = "SELECT id FROM numbers";
      subject.prepare(query, { columns: { id: "BIGINT" }, rows: [{ id: 1n }, { id: 2n }], isEndless: true });
      const statement = await session.execute(query);
      for await (const { row } of statement.changelog()) if (row["id"] === 2n) break;
      expect(await subject.jobManager.waitForState(String(statement.jobId), "CANCELED", LIMIT)).toBe(
        "CANCELED",
      );
      expect(await statement.status()).toBe("closed");
    });

    test("an aborted read throws the signal's reason", async () => {
      const query = "SELECT id + 1 AS id FROM numbers";
      subject.prepare(query, { columns: { id: "BIGINT" }, rows: [{ id: 2n }], isEndless: true });
      const abort = new AbortController();
      const changes = (await session.execute(query)).changelog({ signal: abort.signal });
      const reading = (async () => {
        for await (const _ of changes) abort.abort(new Error("enough"));
      })();
      await expect(reading).rejects.toThrow("enough");
    });

    test("a column that does not exist is pointed at", async () => {
      const query = "SELECT id,\n  nope\nFROM numbers";
      const at = { line: 2, column: 3, endLine: 2, endColumn: 6 };
      subject.prepare(query, { refusal: "Column 'nope' not found in any table", at });
      const failure = await session.execute(query).catch((error: unknown) => error);
      expect(failure).toMatchObject({
        code: "statement-failed",
        position: at,
        message: "Column 'nope' not found in any table\n  at line 2, column 3\n2 |   nope\n  |   ^^^^",
      });
    });

    test("two statements at once are refused with advice", async () => {
      await expect(session.execute("SHOW TABLES; SHOW TABLES")).rejects.toThrow(
        "only single statement supported (send one statement at a time, or wrap INSERTs in EXECUTE STATEMENT SET BEGIN … END)",
      );
    });

    test("a misspelt first keyword is refused with advice", async () => {
      await expect(session.execute("SELEC 1")).rejects.toThrow(
        "the first keyword of the statement is misspelt",
      );
    });

    test("a query whose job fails throws the root cause", async () => {
      const query = "SELECT CAST(v AS INT) AS n FROM (VALUES ('abc')) AS t (v)";
      const failure = "For input string: 'abc'. Invalid character found.";
      subject.prepare(query, { columns: { n: "INT" }, failure });
      const caught = await rowsOf(query).catch((error: unknown) => error);
      expect(caught).toBeInstanceOf(FlinkStatementError);
      expect(caught).toMatchObject({ rootCause: { message: failure } });
    });

    test("reading a closed query says that it is gone", async () => {
      const query = "SELECT id + 2 AS id FROM numbers";
      subject.prepare(query, { columns: { id: "BIGINT" }, rows: [{ id: 3n }], isEndless: true });
      const statement = await session.execute(query);
      await statement.close();
      await expect(statement.rows()).rejects.toThrow(FlinkResultGoneError);
    });

    test("a closed session is gone", async () => {
      const own = await subject.gateway.openSession();
      await own.close();
      await own.close();
      await expect(own.execute("SHOW TABLES")).rejects.toThrow(FlinkSessionGoneError);
    });
  });
}
