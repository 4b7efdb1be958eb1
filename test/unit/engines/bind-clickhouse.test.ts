import { join } from "node:path";
import { compileDomain, loadDomainFolder } from "@millrace/domain";
import { bindClickHouse, unplacedTables } from "@millrace/engines";
import { describe, expect, it } from "vitest";

const golden = join(import.meta.dirname, "..", "..", "golden", "clickhouse");
const shop = compileDomain(loadDomainFolder(golden, "shop"), { stage: "test" });
const place = {
  url: "http://clickhouse:8123",
  user: "writer",
  password: "${secret:clickhouse-password:-}",
  database: "shop",
};
const names = [
  "shop-readings-clickhouse",
  "shop-sales-clickhouse",
  "shop-shop-events-clickhouse",
  "shop-shoppers-clickhouse",
];

describe("a plan with sinks in ClickHouse", () => {
  it("tells its connectors where ClickHouse is", () => {
    const { connectors } = bindClickHouse(shop, place);
    const sales = connectors.find(({ name }) => name === "shop-sales-clickhouse");
    expect(sales?.config).toMatchObject({
      "clickhouse.url": "http://clickhouse:8123",
      "clickhouse.user": "writer",
      "clickhouse.password": "${secret:clickhouse-password:-}",
      "clickhouse.database": "shop",
      "clickhouse.table": "sales",
      "value.converter.apicurio.registry.url": "${registry.url}",
    });
  });

  it("leaves their connectors out where nobody says where it is", () => {
    const plan = bindClickHouse(shop, undefined);
    expect(plan.connectors.map(({ name }) => name)).toEqual(
      shop.connectors.map(({ name }) => name).filter((name) => !names.includes(name)),
    );
    expect(plan.connectors.map(({ name }) => name)).toContain("shop-sales-postgres");
  });

  it("names the tables that nothing fills then", () => {
    expect(
      unplacedTables(bindClickHouse(shop, undefined))
        .map(({ connector }) => connector)
        .sort(),
    ).toEqual(names);
    expect(unplacedTables(bindClickHouse(shop, place))).toEqual([]);
  });
});
