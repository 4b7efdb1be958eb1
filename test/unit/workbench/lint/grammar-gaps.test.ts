import { describe, expect, it } from "vitest";
import { bridgedQueries } from "./bridged-queries.ts";
import { reportOf } from "./lint-example.ts";

describe("what the grammar does not know", () => {
  it.each(bridgedQueries)("is read all the same: %s", async (_what, query) => {
    const sql = `-- @state_ttl 1 hour\nINSERT INTO ordered_views (view_id)\n${query}\n`;
    expect(await reportOf(sql)).toBe("");
  });
});
