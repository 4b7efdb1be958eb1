import { join } from "node:path";
import { compileDomain, type DomainSources, loadDomainFolder, type Plan } from "@millrace/domain";
import { describe, expect, it } from "vitest";

const root = join(import.meta.dirname, "..", "..", "..");
const shipped = loadDomainFolder(root, "page-views");

/** The shipped domain, with sinks declared where connectors are written by hand. */
function withSinks(sinks: Readonly<Record<string, string>>): DomainSources {
  const text = Object.entries(sinks).reduce(
    (yaml, [place, sink]) => yaml.replace(place, (found) => `${sink}${found}`),
    shipped.domain.text.replace("max_length: 24", "max_length: 20"),
  );
  return { ...shipped, domain: { ...shipped.domain, text }, connectors: [] };
}

const declared = compileDomain(
  withSinks({
    "    attributes:\n":
      "    sinks: { archive: { bucket: raw, partition_by: [postcode], table: page_views.raw } }\n",
    "    columns: &count_columns": "    sinks: { postgres: true }\n",
    "    columns: *count_columns":
      "    sinks: { postgres: true, archive: { bucket: output, table: page_views.counts } }\n",
    "    columns:\n      event_id":
      "    sinks: { postgres: true, archive: { bucket: output, table: page_views.late } }\n",
  }),
  { stage: "test" },
);
const written = compileDomain(shipped, { stage: "test" });

describe("declared sinks", () => {
  it.each([
    ["page-views-raw-archive", "page-views-page-views-archive"],
    ["page-views-late-archive", "page-views-page-views-late-archive"],
    ["page-views-counts-archive", "page-views-page-view-counts-final-archive"],
    ["page-views-late-postgres", "page-views-page-views-late-postgres"],
    ["page-views-counts-postgres", "page-views-page-view-counts-postgres"],
    ["page-views-counts-final-postgres", "page-views-page-view-counts-final-postgres"],
  ])("say what the shipped %s says", (byHand, name) => {
    expect(configOf(declared, name, byHand)).toEqual(configOf(written, byHand, byHand));
  });

  it("make the tables that the shipped connectors make", () => {
    expect(declared.postgresTables).toEqual(written.postgresTables);
  });

  it("make the topics that their connectors need", () => {
    const names = declared.topics.map(({ name }) => name);
    expect(names).toContain("test.dead-letter.page-views-page-views-archive");
    expect(names).toContain("test.control.page-views-page-views-archive");
  });

  it("give way to a connector of their name", () => {
    const sources = withSinks({ "    columns: &count_columns": "    sinks: { postgres: true }\n" });
    const name = "page-views-page-view-counts-postgres";
    const config = { "connector.class": "Mine", topics: "${topic:page_view_counts}" };
    const file = {
      path: `connectors/${name}.json`,
      text: JSON.stringify({ name, domain: "page-views", config }),
    };
    const plan = compileDomain({ ...sources, connectors: [file] }, { stage: "test" });
    expect(plan.connectors.map(({ config }) => config["connector.class"])).toEqual(["Mine"]);
  });
});

/** A connector's configuration, with its name as if it were another's. */
function configOf(plan: Plan, name: string, as: string): unknown {
  const config = plan.connectors.find((connector) => connector.name === name)?.config;
  const text = JSON.stringify(config ?? {}).replaceAll(name, as);
  const parsed = JSON.parse(text) as Record<string, string>;
  return { ...parsed, "transforms.required_columns.fields": fieldsOf(parsed) };
}

function fieldsOf(config: Readonly<Record<string, string>>): readonly string[] {
  return (config["transforms.required_columns.fields"] ?? "").split(",").sort();
}
