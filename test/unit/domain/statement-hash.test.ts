import { describe, expect, it } from "vitest";
import { changedYaml, statementOf, viewSources } from "./page-view-sources.ts";

const original = statementOf(viewSources()).hash;

describe("a statement's hash", () => {
  it("has twelve hexadecimal digits", () => {
    expect(original).toMatch(/^[0-9a-f]{12}$/);
  });

  it.each([
    ["a comment", "-- why\nINSERT INTO pages (page, viewed_at) /* all */ SELECT page, viewed_at FROM views"],
    ["white space", "INSERT   INTO pages (page, viewed_at)\n\n\tSELECT page, viewed_at FROM views"],
    ["a semicolon", "INSERT INTO pages (page, viewed_at) SELECT page, viewed_at FROM views ;\n"],
  ])("stays when only %s changes", (_, text) => {
    expect(statementOf(viewSources(text)).hash).toBe(original);
  });

  it.each([
    ["the query", "INSERT INTO pages (page, viewed_at) SELECT UPPER(page), viewed_at FROM views"],
    ["a setting", "-- @parallelism 2\nINSERT INTO pages (page, viewed_at) SELECT page, viewed_at FROM views"],
    ["a hint", "INSERT INTO pages (page, viewed_at) SELECT /*+ X */ page, viewed_at FROM views"],
  ])("changes with %s", (_, text) => {
    expect(statementOf(viewSources(text)).hash).not.toBe(original);
  });

  it("keeps white space inside a literal apart", () => {
    const hashOf = (text: string) =>
      statementOf(viewSources(`INSERT INTO pages (page, viewed_at) SELECT '${text}', viewed_at FROM views`))
        .hash;
    expect(hashOf("a  b -- c")).not.toBe(hashOf("a b"));
  });

  it.each([
    ["the watermark", "key: page", "key: page\n    watermark: { delay: 5 seconds }"],
    [
      "a column's type",
      "page: { type: string }\n      viewed_at: { type: timestamp }\nresults",
      "page: { type: enum, values: [A] }\n      extra: { type: int }\n      viewed_at: { type: timestamp }\nresults",
    ],
    ["the topic", "topic: pages", "topic: seen"],
    [
      "a default",
      "page: { type: string }\n      viewed_at: { type: timestamp }\nresults",
      "page: { type: string, default: x }\n      viewed_at: { type: timestamp }\nresults",
    ],
  ])("changes with %s in domain.yaml", (_, from, to) => {
    expect(statementOf(changedYaml(from, to)).hash).not.toBe(original);
  });

  it("stays when a description changes", () => {
    const table = changedYaml("mode: append", "mode: append\n    doc: Every page.");
    const column = changedYaml("page: { type: string }", "page: { type: string, doc: Which. }");
    expect(statementOf(table).hash).toBe(original);
    expect(statementOf(column).hash).toBe(original);
  });
});
