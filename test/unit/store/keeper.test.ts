import { keepPartitions } from "@millrace/store";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { PostgresNode } from "../../helpers/postgres-node.ts";
import { countsTable, StoreUnderTest } from "../../helpers/store-under-test.ts";

let node: PostgresNode;
beforeAll(async () => {
  node = await PostgresNode.start();
}, 60_000);
afterAll(() => node[Symbol.asyncDispose](), 60_000);

const day = 86_400_000;
/** Rows are dated by the database's clock, so the tests' days are counted from its day. */
const today = new Date(Math.floor(Date.now() / day) * day);
const daysOn = (days: number) => new Date(today.getTime() + days * day);
const dayOf = (days: number) => `counts_p${daysOn(days).toISOString().slice(0, 10).replaceAll("-", "")}`;
const row = (days: number, place: string) => ({ at: daysOn(days).toISOString(), place, views: 1 });

describe("the keeper", () => {
  test("makes the partitions of the day and the next", async () => {
    const store = await StoreUnderTest.on(node);
    await store.apply(countsTable, daysOn(0));
    const keeper = await store.as("keeper");
    expect(await keepPartitions(keeper, daysOn(0))).toMatchObject({ partitionsMade: 0 });
    expect(await keepPartitions(keeper, daysOn(1))).toMatchObject({ partitionsMade: 1 });
    await store.upsert(row(2, "Bern"));
    expect(await store.places()).toEqual({ [dayOf(2)]: ["Bern"] });
  });

  test("moves rows that found no partition into one of their own", async () => {
    const store = await StoreUnderTest.on(node);
    await store.apply(countsTable, daysOn(0));
    await store.upsert(row(-3, "Bern"));
    await store.upsert(row(-3, "Rome"));
    const before = await store.rows();
    expect(await keepPartitions(await store.as("keeper"), daysOn(0))).toMatchObject({ partitionsMade: 1 });
    expect(await store.places()).toEqual({ [dayOf(-3)]: ["Bern", "Rome"] });
    expect(await store.rows()).toEqual(before);
  });

  test("keeps a row of long ago from when it came", async () => {
    const store = await StoreUnderTest.on(node);
    await store.apply(countsTable, daysOn(0));
    await store.upsert({ at: "2021-01-26T14:44:00Z", place: "SW19", views: 1 });
    const keeper = await store.as("keeper");
    await keepPartitions(keeper, daysOn(29));
    expect(await store.places()).toEqual({ counts_default: ["SW19"] });
    expect(await keepPartitions(keeper, daysOn(32))).toMatchObject({ rowsDeleted: 1 });
    expect(await store.rows()).toEqual([]);
  });

  test("drops a partition whose rows have been kept long enough", async () => {
    const store = await StoreUnderTest.on(node);
    await store.apply(countsTable, daysOn(0));
    await store.upsert(row(0, "Bern"));
    const keeper = await store.as("keeper");
    expect(await keepPartitions(keeper, daysOn(30))).toMatchObject({ partitionsDropped: 0 });
    await keepPartitions(keeper, daysOn(33));
    expect(await store.rows()).toEqual([]);
    expect(await keepPartitions(keeper, daysOn(33))).toMatchObject({ partitionsDropped: 0, rowsDeleted: 0 });
  });

  test("deletes the old rows of a table without partitions", async () => {
    const store = await StoreUnderTest.on(node);
    const { partitionBy: _, ...plain } = countsTable;
    await store.apply(plain);
    for (const days of [-40, 0, 20]) await store.upsert(row(days, `day ${days}`));
    expect(await keepPartitions(await store.as("keeper"), daysOn(32))).toMatchObject({ rowsDeleted: 2 });
    expect((await store.rows()).map(({ place }) => place)).toEqual(["day 20"]);
  });

  test("leaves a state's rows alone", async () => {
    const store = await StoreUnderTest.on(node);
    const { partitionBy: _, retentionMs: __, timeColumn: ___, ...state } = countsTable;
    await store.apply(state);
    await store.upsert(row(-400, "Bern"));
    expect(await keepPartitions(await store.as("keeper"), daysOn(9_000))).toMatchObject({ rowsDeleted: 0 });
  });

  test("leaves a table in use to the next round", async () => {
    const store = await StoreUnderTest.on(node);
    await store.apply(countsTable, daysOn(0));
    const [keeper, writer] = [await store.as("keeper"), await store.as("writer")];
    await writer.query("BEGIN");
    await store.upsert(row(0, "Bern"), writer);
    expect(await keepPartitions(keeper, daysOn(1))).toMatchObject({
      partitionsMade: 0,
      postponed: ["counts"],
    });
    await writer.query("COMMIT");
    expect(await keepPartitions(keeper, daysOn(1))).toMatchObject({ partitionsMade: 1, postponed: [] });
  });

  test("lets a writer wait, and lets its row find the new partition", async () => {
    const store = await StoreUnderTest.on(node);
    await store.apply(countsTable, daysOn(0));
    await store.upsert(row(-2, "Bern"));
    const [keeper, writer] = [await store.as("keeper"), await store.as("writer")];
    const writing = (async () => {
      for (let place = 0; place < 40; place += 1) await store.upsert(row(-2, `place ${place}`), writer);
    })();
    await Promise.all([keepPartitions(keeper, daysOn(0)), writing]);
    await keepPartitions(keeper, daysOn(0));
    expect((await store.places())[dayOf(-2)]).toHaveLength(41);
  });
});
