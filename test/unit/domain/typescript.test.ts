import { spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import {
  compileDomains,
  type DomainSources,
  emitTypeScript,
  listDomains,
  loadDomainFolder,
  type Plan,
} from "@millrace/domain";
import { describe, expect, test } from "vitest";
import { temporaryFolder } from "../../helpers/temporary-folder.ts";
import { shopPlan } from "../events/shop-domain.ts";
import { pageViewEvent } from "../publisher/page-view-event.ts";

const root = fileURLToPath(new URL("../../../", import.meta.url));

/** What the compiler says of modules by their names. */
function compile(modules: Readonly<Record<string, string>>): string {
  const folder = temporaryFolder();
  for (const [name, text] of Object.entries(modules)) writeFileSync(join(folder, name), text);
  const flags = [
    "--ignoreConfig",
    "--noEmit",
    "--strict",
    "--exactOptionalPropertyTypes",
    "--module",
    "nodenext",
  ];
  const allowed = ["--allowImportingTsExtensions", "--types", ""];
  const files = Object.keys(modules).map((name) => join(folder, name));
  const tsc = join(root, "node_modules", "typescript", "bin", "tsc");
  return spawnSync(process.execPath, [tsc, ...flags, ...allowed, ...files], { encoding: "utf8" }).stdout;
}

function shippedPlan(): Plan {
  const [first, ...others] = listDomains(root).map((domain) => loadDomainFolder(root, domain));
  return compileDomains([first as DomainSources, ...others], { stage: "test" });
}

const use = `
import type { EventsByPath, ShopOpenedEvent, ShopPurchaseEvent } from "./types.ts";
import { topics } from "./types.ts";

export const topic: "test.streaming.events" = topics.shop_events;
export const opened: ShopOpenedEvent = { shop_id: "M1", ts: 1 };
export const purchase: EventsByPath["/api/events/shop/purchase"] = {
  shop_id: "M1",
  ts: 1,
  kind: "purchase",
  total: "12.50",
  tip: { amount: 1, currency: "EUR" },
  weight: 1.5,
  device: "mobile",
  lines: [{ product: "tea", count: 1, price: { amount: 1, currency: "EUR" } }],
  labels: { colour: 1 },
  rating: null,
};
// @ts-expect-error no attribute may be missing
export const missing: ShopOpenedEvent = { shop_id: "M1" };
// @ts-expect-error no attribute may be unknown
export const unknown: ShopOpenedEvent = { shop_id: "M1", ts: 1, colour: "red" };
export const wrong: Pick<ShopPurchaseEvent, "device"> = {
  // @ts-expect-error an enum has its values alone
  device: "tablet",
};
`;

describe("the TypeScript module", () => {
  test("compiles and says what a payload is", { timeout: 60_000 }, () => {
    const modules = {
      "types.ts": emitTypeScript(shopPlan),
      "use.ts": use,
      "shipped.ts": emitTypeScript(shippedPlan()),
      "nothing.ts": emitTypeScript({ events: [], tables: [] }),
    };
    expect(compile(modules)).toBe("");
  });

  test("is the same whatever the order of the plan", () => {
    const { events, tables } = shopPlan;
    const reversed = { events: events.toReversed(), tables: tables.toReversed() };
    expect(emitTypeScript(reversed)).toBe(emitTypeScript(shopPlan));
  });

  test("keeps what stands in descriptions inside their comments", () => {
    const event = { ...pageViewEvent(), doc: "Ends */ here\nand `there`" };
    const text = emitTypeScript({ events: [event], tables: [] });
    expect(text).toContain("/** Ends * / here and `there`. Posted to /api/events/page-views/page_view. */");
  });
});
