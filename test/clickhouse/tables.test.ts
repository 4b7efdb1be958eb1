import { join } from "node:path";
import { type ClickHouseTablePlan, compileDomain, loadDomainFolder, type Plan } from "@millrace/domain";
import {
  applyClickHouseTables,
  bindClickHouse,
  BoundConnectors,
  type Change,
  type ClickHousePlace,
  compareClickHouseTables,
} from "@millrace/engines";
import { describe, expect, test } from "vitest";
import { ClickHouseServer } from "../helpers/clickhouse-server.ts";
import { hasClickHouse } from "./python.ts";

const golden = join(import.meta.dirname, "..", "golden", "clickhouse");
const shop = compileDomain(loadDomainFolder(golden, "shop"), { stage: "test" });

describe.skipIf(!hasClickHouse)("tables in ClickHouse", () => {
  test("are made once, whatever they hold", async () => {
    const server = await ClickHouseServer.start();
    expect(actions(await apply(server.place))).toEqual({ ...all("created") });
    expect(actions(await apply(server.place))).toEqual({ ...all("unchanged") });
    expect((await compare(server.place)).every(({ action }) => action === "unchanged")).toBe(true);
  });

  test("get new columns and another TTL in place", async () => {
    const server = await ClickHouseServer.start();
    await apply(server.place);
    await server.command("INSERT INTO sales (city, kafka_offset) VALUES ('Bern', 1)");
    const changed = withTable("sales", (table) => ({
      ...table,
      columns: [
        ...table.columns.slice(0, 4),
        { name: "count", type: "Int64", default: 3 },
        ...table.columns.slice(4),
      ],
      ttl: { column: "window_start", afterMs: 10 * 365 * 86_400_000 },
    }));
    const difference = (await compare(server.place, changed)).find(({ name }) => name === "sales");
    expect(difference).toMatchObject({
      action: "change",
      details: [
        "column count Int64 is added",
        "TTL: none → toDateTime(window_start) + toIntervalSecond(315360000)",
      ],
    });
    expect(actions(await apply(server.place, changed))["sales"]).toBe("updated");
    expect(actions(await apply(server.place, changed))["sales"]).toBe("unchanged");
  });

  test("keep their rows when a column is added", async () => {
    const server = await ClickHouseServer.start();
    await apply(server.place);
    await server.command("INSERT INTO sales (city, kafka_offset) VALUES ('Bern', 1)");
    const column = { name: "count", type: "Int64", default: 3 };
    await apply(
      server.place,
      withTable("sales", (table) => ({ ...table, columns: [column, ...table.columns] })),
    );
    expect(await server.rows("SELECT city, count FROM sales FINAL")).toEqual([{ city: "Bern", count: "3" }]);
  });

  test("keep the newest row of a key, in whatever order rows come", async () => {
    const server = await ClickHouseServer.start();
    await apply(server.place);
    const insert = (user: string, offset: number, isDeleted: number) =>
      server.command(
        `INSERT INTO shoppers (user_id, purchases, kafka_offset, is_deleted) VALUES ('${user}', ${offset}, ${offset}, ${isDeleted})`,
      );
    for (const offset of [3, 7, 5, 7]) await insert("kept", offset, 0);
    for (const [offset, isDeleted] of [
      [3, 0],
      [7, 1],
      [5, 0],
    ] as const)
      await insert("deleted", offset, isDeleted);
    const newest = [{ user_id: "kept", purchases: "7" }];
    const query = "SELECT user_id, purchases FROM shoppers FINAL";
    expect(await server.rows(query)).toEqual(newest);
    await server.command("OPTIMIZE TABLE shoppers FINAL");
    expect(await server.rows(query)).toEqual(newest);
  });

  test("are refused with another type, key or engine, and not changed", async () => {
    const server = await ClickHouseServer.start();
    await server.command(
      "CREATE TABLE sales (city Int8, kafka_offset UInt64) ENGINE = MergeTree ORDER BY city",
    );
    const advice = "it is not changed; name another table in its sink, or drop it: DROP TABLE sales";
    const difference = (await compare(server.place)).find(({ name }) => name === "sales");
    expect(difference?.details).toEqual([
      `engine is MergeTree, the plan says ReplacingMergeTree(kafka_offset, is_deleted): ${advice}`,
      `sorting key is city, the plan says city, window_start: ${advice}`,
      `partition key is none, the plan says toYYYYMM(window_start): ${advice}`,
      `column city is Int8, the plan says String: ${advice}`,
    ]);
    await expect(apply(server.place)).rejects.toThrow("DROP TABLE sales");
    expect(await server.rows("SELECT name FROM system.tables WHERE database = 'default'")).toEqual([
      { name: "sales" },
    ]);
  });

  test("of a ClickHouse that refuses the user are told with its reason", async () => {
    const server = await ClickHouseServer.start();
    await expect(apply({ ...server.place, password: "wrong" })).rejects.toThrow(
      /database default at http:\/\/127\.0\.0\.1:\d+, could not be read or made as the user writer: [^]*Authentication failed[^]*CLICKHOUSE_PASSWORD/,
    );
  });

  test("of a ClickHouse that is not there are told with its address", async () => {
    await expect(
      apply({ url: "http://127.0.0.1:1", user: "a", password: "", database: "shop" }),
    ).rejects.toThrow(/database shop at http:\/\/127\.0\.0\.1:1, [^]*ECONNREFUSED/);
  });
});

function bound(plan: Plan, place: ClickHousePlace): BoundConnectors {
  return new BoundConnectors(bindClickHouse(plan, place).connectors, { bindings: {} });
}

async function apply(place: ClickHousePlace, plan = shop): Promise<readonly Change[]> {
  return await applyClickHouseTables(plan, bound(plan, place));
}

async function compare(place: ClickHousePlace, plan = shop) {
  return await compareClickHouseTables(plan, bound(plan, place));
}

function withTable(name: string, edit: (table: ClickHouseTablePlan) => ClickHouseTablePlan): Plan {
  const clickhouseTables = shop.clickhouseTables.map((table) => (table.name === name ? edit(table) : table));
  return { ...shop, clickhouseTables };
}

function actions(changes: readonly Change[]): Readonly<Record<string, string>> {
  return Object.fromEntries(changes.map(({ name, action }) => [name, action]));
}

function all(action: string): Readonly<Record<string, string>> {
  return Object.fromEntries(shop.clickhouseTables.map(({ name }) => [name, action]));
}
