import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { leftOutOf } from "../../../apps/cli/src/left-out.ts";
import { smallClone } from "./small-clone.ts";

const sinks = "    sinks: { archive: { bucket: raw } }";

describe("domains that are left out", () => {
  test("are known by their topics and connectors", () => {
    const clone = smallClone(["iot", "shop"], sinks);
    expect(leftOutOf(clone, ["shop"])).toEqual({
      domains: ["shop"],
      topics: [
        "test.control.shop-shop-events-archive",
        "test.dead-letter.shop",
        "test.dead-letter.shop-shop-events-archive",
        "test.streaming.shop",
      ],
      connectors: ["shop-shop-events-archive"],
    });
  });

  test("may be wrong without stopping the others", () => {
    const clone = smallClone(["iot", "shop"]);
    writeFileSync(join(clone.root, "sql", "shop", "domain.yaml"), "domain: shop\nevents: 7\n");
    expect(leftOutOf(clone, ["shop"])).toEqual({ domains: ["shop"], topics: [], connectors: [] });
  });
});
