import { compileDomain, loadDomainFolder } from "@millrace/domain";
import { describe, expect, it } from "vitest";

const root = new URL("../../..", import.meta.url).pathname;

describe("compiling the page-view domain", () => {
  it("reads the record that publishers write", () => {
    const plan = compileDomain(loadDomainFolder(root, "page-views"), { stage: "test" });
    const table = plan.tables.find(({ name }) => name === "page_views");
    expect(table?.value).toMatchObject({
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
});
