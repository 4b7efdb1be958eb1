import { describe, expect, inject, test } from "vitest";
import { ClickHouseDomain } from "../helpers/clickhouse-domain.ts";
import { ClickHouseServer } from "../helpers/clickhouse-server.ts";
import { hasClickHouse } from "./python.ts";

const patience = { timeout: 90_000, interval: 250 };
const hour = Date.parse("2026-01-15T10:00:00Z");

const placed = {
  order_id: "1",
  at: "2026-01-15T10:30:00.123Z",
  region: "emea/süd",
  amount: "1234567890123456.50",
  shipping: 4.9,
  paid: { amount: 123_990, currency: "USD" },
  count: 9_007_199_254_740_991,
  weight: 0.1,
  is_gift: true,
  kind: "web",
  tags: ["new", `it's "\\n"`, "日本"],
  sizes: [1, -2],
  times: ["2020-02-29T00:00:00Z"],
  labels: { a: 1, "b.c": -1 },
  lines: [{ sku: "x", price: { amount: 5, currency: "CHF" } }],
  address: { city: "Bern", since: "2020-02-29T00:00:00Z" },
};

describe.skipIf(!hasClickHouse)("the sink in ClickHouse", () => {
  test("keeps every type of column", async () => {
    const { server, domain } = await start();
    await domain.publish("placed", [placed]);
    await domain.publish("cancelled", [{ order_id: "2", at: "2026-01-16T00:00:00Z", region: "apac" }]);
    const query = `SELECT * EXCEPT (kafka_partition, kafka_offset) FROM ${domain.orders} FINAL ORDER BY order_id`;
    await expect.poll(() => server.rows(query), patience).toHaveLength(2);
    const [first, second] = await server.rows(query);
    expect(first).toEqual({
      order_id: "1",
      at: "2026-01-15 10:30:00.123",
      region: "emea/süd",
      event_type: "placed",
      amount: "1234567890123456.5",
      shipping: "490",
      paid_minor_units: "123990",
      paid_currency: "USD",
      count: "9007199254740991",
      weight: 0.1,
      is_gift: true,
      kind: "web",
      tags: placed.tags,
      sizes: placed.sizes,
      times: ["2020-02-29 00:00:00.000"],
      labels: { a: "1", "b.c": "-1" },
      lines: [{ sku: "x", price: { minor_units: "5", currency: "CHF" }, note: null }],
      address_city: "Bern",
      address_since: "2020-02-29 00:00:00.000",
      address_place_latitude: null,
      reason: null,
      is_deleted: 0,
    });
    expect(second).toMatchObject({
      order_id: "2",
      amount: null,
      kind: null,
      tags: [],
      labels: {},
      lines: [],
    });
  });

  test("follows corrections and deletes", async () => {
    const { server, domain } = await start();
    await domain.write([
      { window_start: hour, region: "emea", total: 1 },
      { window_start: hour, region: "apac", total: 5 },
      { window_start: hour, region: "emea", total: 2 },
    ]);
    await expect.poll(() => totals(server, domain), patience).toEqual(["apac 5", "emea 2"]);
    await domain.write([
      { window_start: hour, region: "apac", total: null },
      { window_start: hour, region: "emea", total: 3 },
    ]);
    await expect.poll(() => totals(server, domain), patience).toEqual(["emea 3"]);
    await domain.write([{ window_start: hour, region: "apac", total: 6 }]);
    await expect.poll(() => totals(server, domain), patience).toEqual(["apac 6", "emea 3"]);
  });

  test("needs no password where its user has none", async () => {
    const { server, domain } = await start("");
    await domain.write([{ window_start: hour, region: "emea", total: 1 }]);
    await expect.poll(() => totals(server, domain), patience).toEqual(["emea 1"]);
  });

  test("changes nothing when its topic is read again", async () => {
    const { server, domain } = await start();
    await domain.write([
      { window_start: hour, region: "emea", total: 1 },
      { window_start: hour, region: "apac", total: 5 },
      { window_start: hour, region: "apac", total: null },
      { window_start: hour, region: "emea", total: 2 },
    ]);
    await expect.poll(() => totals(server, domain), patience).toEqual(["emea 2"]);
    const everything = `SELECT * FROM ${domain.totals} FINAL ORDER BY region`;
    const before = await server.rows(everything);
    await domain.replay(domain.totals);
    expect(await server.rows(everything)).toEqual(before);
  });

  test("goes on where it was when ClickHouse comes back", async () => {
    const { server, domain } = await start();
    const orders = Array.from({ length: 3_000 }, (_, index) => ({ ...placed, order_id: `${index}` }));
    await domain.publish("placed", orders.slice(0, 1_000));
    await expect.poll(() => count(server, domain), patience).toBe("1000");
    await server.kill();
    await using busy = await server.answerInstead(500, "Code: 241. DB::Exception: Memory limit exceeded.");
    await domain.publish("placed", orders.slice(1_000));
    await busy.asked;
    await busy.end();
    await server.startAgain();
    await expect.poll(() => count(server, domain), patience).toBe("3000");
    expect(await server.rows(`SELECT count() AS count FROM ${domain.orders} FINAL`)).toEqual([
      { count: "3000" },
    ]);
    expect(await domain.deadLetters(domain.orders)).toEqual([]);
  });

  test("puts aside the rows alone that ClickHouse refuses", async () => {
    const { server, domain } = await start();
    await server.command(`ALTER TABLE ${domain.orders} ADD CONSTRAINT not_bad CHECK region != 'bad'`);
    const orders = Array.from({ length: 50 }, (_, index) => ({ ...placed, order_id: `${index}` }));
    const bad = { ...placed, order_id: "bad", region: "bad" };
    await domain.publish("placed", [...orders.slice(0, 20), bad, ...orders.slice(20)]);
    await expect.poll(() => count(server, domain), patience).toBe("50");
    await expect.poll(async () => (await domain.deadLetters(domain.orders)).length, patience).toBe(1);
    const [reason] = await domain.deadLetters(domain.orders);
    expect(reason).toMatch(/ClickHouse's table default\.orders_\w+ at http:\S+ refuses a row: .*not_bad/s);
  });

  test("is planned as it runs, and made again where its table was dropped", async () => {
    const { server, domain } = await start();
    expect((await domain.differences()).filter(({ action }) => action !== "unchanged")).toEqual([]);
    await server.command(`DROP TABLE ${domain.totals} SYNC`);
    await domain.write([{ window_start: hour, region: "emea", total: 1 }]);
    const connector = async () =>
      (await domain.differences()).find(({ kind, action }) => kind === "connector" && action === "change");
    await expect.poll(async () => (await connector())?.details.join(), patience).toContain("takes no rows");
    await domain.apply();
    await expect.poll(() => totals(server, domain), patience).toEqual(["emea 1"]);
  });
});

async function start(
  password?: string,
): Promise<{ readonly server: ClickHouseServer; readonly domain: ClickHouseDomain }> {
  const server = await ClickHouseServer.start(password);
  const domain = new ClickHouseDomain(inject("stack"), server);
  await domain.apply();
  return { server, domain };
}

async function totals(
  server: ClickHouseServer,
  { totals: table }: ClickHouseDomain,
): Promise<readonly string[]> {
  const rows = await server.rows(`SELECT region, total FROM ${table} FINAL ORDER BY region`);
  return rows.map(({ region, total }) => `${String(region)} ${String(total)}`);
}

async function count(server: ClickHouseServer, { orders }: ClickHouseDomain): Promise<unknown> {
  const [row] = await server.rows(`SELECT uniqExact(order_id) AS count FROM ${orders}`);
  return row?.["count"];
}
