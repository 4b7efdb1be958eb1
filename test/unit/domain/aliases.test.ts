import { DomainInvalidError } from "@millrace/domain";
import { describe, expect, test } from "vitest";
import { changedYaml, planOf } from "./page-view-sources.ts";

const page = "page: { type: string }\n      viewed_at: { type: timestamp }\nresults";

function withPage(attribute: string) {
  return changedYaml(page, `${attribute}\n      viewed_at: { type: timestamp }\nresults`);
}

function problemOf(attribute: string): string {
  try {
    planOf(withPage(attribute));
    return "";
  } catch (error) {
    if (error instanceof DomainInvalidError) return error.message;
    throw error;
  }
}

describe("aliases of an attribute", () => {
  test("stand last in its Avro field, as Java prints them", () => {
    const plan = planOf(
      withPage("page: { type: string, doc: Its path., default: /, aliases: [webpage, url] }"),
    );
    const schema = plan.tables.find(({ name }) => name === "views")?.value.schema as {
      readonly fields: readonly unknown[];
    };
    expect(JSON.stringify(schema.fields[0])).toBe(
      '{"name":"page","type":"string","doc":"Its path.","default":"/","aliases":["webpage","url"]}',
    );
  });

  test("make another statement, which reads by them", () => {
    const [before, after] = [
      withPage("page: { type: string }"),
      withPage("page: { type: string, aliases: [url] }"),
    ];
    expect(planOf(after).statements[0]?.hash).not.toBe(planOf(before).statements[0]?.hash);
  });

  test("are no other attribute's name", () => {
    expect(problemOf("page: { type: string, aliases: [viewed_at] }")).toContain(
      "views/domain.yaml:10:39 events.view.attributes.page.aliases[0]: found viewed_at, which is a name of viewed_at, " +
        "expected a name that no attribute beside it has or had",
    );
  });

  test("belong to one attribute", () => {
    expect(
      problemOf("page: { type: string, aliases: [url] }\n      site: { type: string, aliases: [url] }"),
    ).toContain("events.view.attributes.site.aliases[0]: found url, which is a name of page");
  });

  test("are refused for what a list holds", () => {
    expect(
      problemOf("page: { type: string }\n      tags: { type: array, items: { type: string, aliases: [x] } }"),
    ).toContain(
      "events.view.attributes.tags.items.aliases: found aliases of a value without a name, expected none here",
    );
  });
});
