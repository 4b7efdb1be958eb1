import { join } from "node:path";
import { compileDomain, loadDomainFolder } from "@millrace/domain";
import { bindClickHouse } from "@millrace/engines";
import { describe, expect, it } from "vitest";
import { clickHouseNote } from "../../../apps/cli/src/clickhouse-note.ts";

const golden = join(import.meta.dirname, "..", "..", "golden", "clickhouse");
const shop = compileDomain(loadDomainFolder(golden, "shop"), { stage: "test" });

describe("the note about ClickHouse", () => {
  it("says what is not kept there, and how it would be", () => {
    expect(clickHouseNote(bindClickHouse(shop, undefined))).toBe(
      "ClickHouse: not configured, so sales, readings, shop_events, shoppers are not kept there; everything else runs. " +
        "Set CLICKHOUSE_URL, or clickhouse.url in config/platform.yaml, then apply.\n",
    );
  });

  it("is empty where its place is known", () => {
    const place = { url: "http://clickhouse:8123", user: "default", password: "", database: "default" };
    expect(clickHouseNote(bindClickHouse(shop, place))).toBe("");
  });
});
