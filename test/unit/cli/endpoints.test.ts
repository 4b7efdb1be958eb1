import { join } from "node:path";
import { compileDomains, loadDomainFolder } from "@millrace/domain";
import { defaultPorts } from "@millrace/engines";
import { describe, expect, test } from "vitest";
import { endpoints, formatEndpoints } from "../../../apps/cli/src/endpoints.ts";

const root = join(import.meta.dirname, "..", "..", "..");
const pageViews = loadDomainFolder(root, "page-views");
const shop = loadDomainFolder(join(root, "test", "golden", "sinks"), "shop");
const plan = compileDomains([pageViews, shop], { stage: "test" });
const shown = endpoints(defaultPorts, plan);
const commands = (service: string) => shown.find((each) => each.service === service)?.tryIt ?? [];

describe("the endpoints", () => {
  test("have one event to post a domain", () => {
    expect(commands("Publisher").map((command) => /(\/api\S+)/.exec(command)?.[1])).toEqual([
      "/api/events/page-views/page_view",
      "/api/events/shop/look",
    ]);
  });

  test("read rows of each domain from the dashboard", () => {
    const [pageViews, shop] = commands("Dashboard");
    expect(pageViews).toContain("/api/rows/page-views/page_view_counts?limit=10'");
    expect(shop).toContain("/api/rows/shop/");
  });

  test("read the final results of each domain", () => {
    expect(commands("Kafka")).toEqual([
      "npm run -s millrace -- read test.streaming.page-view.output",
      "npm run -s millrace -- read test.streaming.refunds",
    ]);
  });

  test("select from a table of each domain, the newest rows first", () => {
    expect(commands("Postgres")[0]).toContain(
      "-c 'SELECT * FROM page_view_counts ORDER BY window_start DESC, postcode DESC LIMIT 10'",
    );
    expect(commands("Postgres")).toHaveLength(2);
  });

  test("stand in lines with their commands below", () => {
    const lines = formatEndpoints(shown).split("\n");
    expect(lines[0]).toMatch(/^Dashboard {10}http:\/\/127\.0\.0\.1:\d+$/);
    expect(lines[1]).toMatch(/^ {19}curl 'http:/);
  });
});
