import {
  compileDomain,
  compileDomains,
  type DomainSources,
  listDomains,
  loadDomainFolder,
  StageError,
} from "@millrace/domain";
import { describe, expect, it } from "vitest";
import { planOf, viewSources } from "./page-view-sources.ts";

const root = new URL("../../..", import.meta.url).pathname;

describe("compiling domains", () => {
  it("gives the record that publishers of page views write", () => {
    const plan = planOf(loadDomainFolder(root, "page-views"));
    expect(plan.tables.find(({ name }) => name === "page_views")?.value).toMatchObject({
      subject: "test.streaming.page-view-value",
      schema: {
        type: "record",
        name: "page_view",
        namespace: "io.millrace.page_views",
        fields: [
          { name: "event_id", type: "string" },
          { name: "user_id", type: "long" },
          { name: "postcode", type: "string" },
          { name: "webpage", type: "string" },
          { name: "viewed_at", type: { type: "long", logicalType: "timestamp-millis" } },
        ],
      },
    });
  });

  it("compiles every domain of the repository together", () => {
    const sources = listDomains(root).map((domain) => loadDomainFolder(root, domain));
    const plan = compileDomains(sources as [DomainSources, ...DomainSources[]], { stage: "test" });
    expect(plan.statements.map(({ name }) => name)).toEqual(listDomains(root));
  });

  it("gives the same bytes whatever the files' order", () => {
    const sources = loadDomainFolder(root, "page-views");
    const reversed = {
      ...sources,
      statements: sources.statements.toReversed(),
      connectors: sources.connectors.toReversed(),
    };
    expect(JSON.stringify(planOf(reversed))).toBe(JSON.stringify(planOf(sources)));
  });

  it("survives a trip through JSON", () => {
    const plan = planOf(viewSources());
    expect(JSON.parse(JSON.stringify(plan))).toEqual(plan);
  });

  it.each(["", "Test", "9lives", "a".repeat(21), "a_b"])("refuses the stage %j", (stage) => {
    expect(() => compileDomain(viewSources(), { stage })).toThrow(StageError);
    expect(() => compileDomain(viewSources(), { stage })).toThrow("cannot prefix topics and buckets");
  });
});
