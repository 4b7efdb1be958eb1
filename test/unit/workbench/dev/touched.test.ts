import { describe, expect, test } from "vitest";
import { touchedDomains } from "../../../../packages/workbench/src/dev/touched.ts";

const connectors: Readonly<Record<string, string>> = {
  "connectors/shop.json": '{"domain":"shop"}',
  "connectors/stray.json": '{"domain":"nobody"}',
};

const touched = (...saved: string[]) =>
  touchedDomains(new Set(saved), ["blog", "shop"], (file) => connectors[file]).map(
    ({ domain, tests, statements, isWhole }) => ({
      domain,
      tests: [...tests],
      statements: [...statements],
      isWhole,
    }),
  );

describe("what a save touches", () => {
  test("a statement and a test belong to their domain", () => {
    expect(touched("sql/shop/sales.sql", "sql/shop/tests/late.yaml")).toEqual([
      {
        domain: "shop",
        tests: ["sql/shop/tests/late.yaml"],
        statements: ["sql/shop/sales.sql"],
        isWhole: false,
      },
    ]);
  });

  test("a domain.yaml touches everything of its domain", () => {
    expect(touched("sql/blog/domain.yaml")).toEqual([
      { domain: "blog", tests: [], statements: [], isWhole: true },
    ]);
  });

  test("a connector touches the domain that it names", () => {
    expect(touched("connectors/shop.json").map(({ domain }) => domain)).toEqual(["shop"]);
  });

  test("a connector that is gone or names nobody touches all", () => {
    expect(touched("connectors/gone.json").map(({ domain }) => domain)).toEqual(["blog", "shop"]);
    expect(touched("connectors/stray.json").map(({ domain }) => domain)).toEqual(["blog", "shop"]);
  });

  test("other files touch nothing", () => {
    expect(touched("sql/domain.schema.json", "sql/other/x.sql")).toEqual([]);
  });
});
