import { emitPostgresDdl } from "@millrace/domain";
import { applyTables } from "@millrace/store";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { PostgresNode } from "../../helpers/postgres-node.ts";
import { connect, countsTable, StoreUnderTest } from "../../helpers/store-under-test.ts";

let node: PostgresNode;
beforeAll(async () => {
  node = await PostgresNode.start();
}, 60_000);
afterAll(() => node[Symbol.asyncDispose](), 60_000);

const now = new Date("2026-01-15T10:00:00Z");
const row = { at: "2026-01-15T10:00:00Z", place: "Bern", views: 1 };

describe("a stored row", () => {
  test("stays untouched when its record comes again", async () => {
    const store = await StoreUnderTest.on(node);
    await store.apply(countsTable, now);
    await store.upsert({ ...row, offset: 7 });
    const before = await store.rows();
    await store.upsert({ ...row, offset: 7 });
    expect(await store.rows()).toEqual(before);
  });

  test("is dated anew by a later record", async () => {
    const store = await StoreUnderTest.on(node);
    await store.apply(countsTable, now);
    await store.upsert({ ...row, offset: 7 });
    const [before] = await store.rows();
    await store.upsert({ ...row, views: 2, offset: 8 });
    const [after] = await store.rows();
    expect(after).toMatchObject({ views: "2", kafka_offset: "8" });
    expect(after?.as_of.getTime()).toBeGreaterThanOrEqual(before?.as_of.getTime() ?? Infinity);
    expect(after?.as_of).not.toBe(before?.as_of);
  });

  test("changes with a record at the same place of a topic made anew", async () => {
    const store = await StoreUnderTest.on(node);
    await store.apply(countsTable, now);
    await store.upsert({ ...row, offset: 7 });
    await store.upsert({ ...row, views: 5, offset: 7 });
    expect(await store.rows()).toMatchObject([{ views: "5" }]);
  });
});

describe("applying tables", () => {
  test("is the same from two processes at once", async () => {
    const store = await StoreUnderTest.on(node);
    const clients = await Promise.all([connect(store.database.url), connect(store.database.url)]);
    const applied = await Promise.all(clients.map((client) => applyTables(client, [countsTable])));
    expect(
      applied
        .flat()
        .map(({ action }) => action)
        .sort(),
    ).toEqual(["created", "unchanged"]);
  });

  test("moves the rows of an older plain table into partitions", async () => {
    const store = await StoreUnderTest.on(node);
    await store.client.query(
      "CREATE TABLE counts (window_start timestamptz NOT NULL, place text NOT NULL, PRIMARY KEY (window_start, place))",
    );
    await store.client.query(
      "INSERT INTO counts VALUES ('2026-01-15T10:00:00Z', 'Bern'), ('2021-01-26', 'Rome')",
    );
    const views = { name: "views", type: "bigint", nullable: true };
    const columns = countsTable.columns.map((column) => (column.name === "views" ? views : column));
    const plan = { ...countsTable, columns };
    expect(await store.apply(plan, now)).toEqual([{ name: "counts", action: "updated" }]);
    expect(await store.places()).toEqual({ counts_p20260115: ["Bern"], counts_default: ["Rome"] });
    expect(await store.apply(plan, now)).toEqual([{ name: "counts", action: "unchanged" }]);
    await store.upsert({ ...row, views: 3 }, await store.as("writer"));
    expect((await store.rows()).map(({ place, views }) => `${place} ${views}`)).toEqual([
      "Rome null",
      "Bern 3",
    ]);
  });

  test("leaves an older table as it was when one cannot be made", async () => {
    const store = await StoreUnderTest.on(node);
    await store.client.query("CREATE TABLE counts (window_start text PRIMARY KEY)");
    const other = { ...countsTable, name: "others", indexes: [] };
    await expect(applyTables(store.client, [other, countsTable])).rejects.toThrow(
      "counts: column window_start is text, the plan says timestamp with time zone",
    );
    const { rows } = await store.client.query("SELECT to_regclass('others') AS made");
    expect(rows).toEqual([{ made: null }]);
  });

  test("writes down what was done", async () => {
    const store = await StoreUnderTest.on(node);
    await store.apply(countsTable, now);
    const { retentionMs: _, ...forEver } = countsTable;
    await store.apply(forEver, now);
    const { rows } = await store.client.query("SELECT details FROM millrace_store.store_changes ORDER BY id");
    expect(rows).toEqual([
      { details: ["the table is made"] },
      {
        details: [
          "rows are kept for ever by window_start, in partitions of a day; before: rows are kept 30 days by window_start, in partitions of a day",
        ],
      },
    ]);
  });

  test("makes no partitions of what has no time in its key", async () => {
    const store = await StoreUnderTest.on(node);
    const { partitionBy: _, ...plain } = countsTable;
    expect(emitPostgresDdl(plain)).not.toContain("PARTITION BY");
    expect(await store.apply(plain)).toEqual([{ name: "counts", action: "created" }]);
  });
});
