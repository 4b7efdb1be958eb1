import { migrateStore, pendingMigrations } from "@millrace/store";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { PostgresNode } from "../../helpers/postgres-node.ts";
import { connect, countsTable, StoreUnderTest } from "../../helpers/store-under-test.ts";

let node: PostgresNode;
beforeAll(async () => {
  node = await PostgresNode.start();
}, 60_000);
afterAll(() => node[Symbol.asyncDispose](), 60_000);

const all = ["0001_roles", "0002_bookkeeping"];

describe("migrations", () => {
  test("run once", async () => {
    const { url } = await node.database();
    const client = await connect(url);
    expect(await pendingMigrations(client)).toEqual(all);
    expect(await migrateStore(client)).toEqual(all);
    expect(await migrateStore(client)).toEqual([]);
  });

  test("run once when two begin them together", async () => {
    const { url } = await node.database();
    const clients = await Promise.all([connect(url), connect(url)]);
    const done = await Promise.all(clients.map((client) => migrateStore(client)));
    expect(done.flat()).toEqual(all);
  });
});

describe("the roles", () => {
  const row = { at: "2026-01-15T10:00:00Z", place: "Bern", views: 1 };
  const now = new Date("2026-01-15T10:00:00Z");

  test.each([
    "INSERT INTO counts (window_start, place, views) VALUES (now(), 'a', 1)",
    "UPDATE counts SET views = 2",
    "DELETE FROM counts",
    "TRUNCATE counts",
    "CREATE TABLE mine (id int)",
    "CREATE TEMPORARY TABLE mine (id int)",
    "DELETE FROM millrace_store.store_tables",
    "SELECT * FROM millrace_partitions.counts_default",
  ])("reader reads rows and cannot do: %s", async (sql) => {
    const store = await StoreUnderTest.on(node);
    await store.apply(countsTable, now);
    await store.upsert(row);
    const reader = await store.as("reader");
    expect((await reader.query("SELECT place FROM counts")).rows).toEqual([{ place: "Bern" }]);
    await reader.query("SET default_transaction_read_only = off");
    await expect(reader.query(sql)).rejects.toThrow("permission denied");
  });

  test.each([
    "DROP TABLE counts",
    "ALTER TABLE counts ADD COLUMN more int",
    "ALTER TABLE counts DISABLE TRIGGER ALL",
    "TRUNCATE counts",
    "CREATE TABLE mine (id int)",
    "CREATE TEMPORARY TABLE mine (id int)",
    "UPDATE millrace_store.store_tables SET retention_ms = 1",
    "DROP TABLE millrace_partitions.counts_default",
  ])("writer changes rows and cannot do: %s", async (sql) => {
    const store = await StoreUnderTest.on(node);
    await store.apply(countsTable, now);
    const writer = await store.as("writer");
    await store.upsert(row, writer);
    await store.upsert({ ...row, views: 2, offset: 1 }, writer);
    expect(await store.rows()).toMatchObject([{ views: "2" }]);
    await writer.query("DELETE FROM counts");
    expect(await store.rows()).toEqual([]);
    await expect(writer.query(sql)).rejects.toThrow(/permission denied|must be owner/);
  });

  test("reader's transactions are read only by themselves", async () => {
    const store = await StoreUnderTest.on(node);
    const reader = await store.as("reader");
    await expect(reader.query("CREATE TABLE mine (id int)")).rejects.toThrow("read-only transaction");
  });
});
