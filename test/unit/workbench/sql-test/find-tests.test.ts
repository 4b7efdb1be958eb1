import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { findTests } from "@millrace/workbench";
import { describe, expect, test } from "vitest";
import { temporaryFolder } from "../../../helpers/temporary-folder.ts";

function repository(...paths: readonly string[]): string {
  const root = temporaryFolder();
  for (const path of paths) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), "");
  }
  return root;
}

const files = [
  "sql/shop/domain.yaml",
  "sql/shop/tests/b.yaml",
  "sql/shop/tests/a.yaml",
  "sql/shop/tests/notes.txt",
  "sql/empty/domain.yaml",
];

describe("finding tests", () => {
  const paths = (...args: Parameters<typeof findTests>) =>
    findTests(...args).map(({ source }) => source.path);

  test("gives every test of every domain in order", () => {
    expect(paths({ root: repository(...files) })).toEqual(["sql/shop/tests/a.yaml", "sql/shop/tests/b.yaml"]);
  });

  test("takes domains and files, each test once", () => {
    const root = repository(...files);
    const selectors = ["tests/b.yaml", join(root, "sql/shop/tests/b.yaml")];
    expect(paths({ root, selectors, from: join(root, "sql/shop") })).toEqual(["sql/shop/tests/b.yaml"]);
    expect(paths({ root, selectors: ["shop"], filter: "a.y" })).toEqual(["sql/shop/tests/a.yaml"]);
  });

  test("says which domain has no tests", () => {
    expect(() => findTests({ root: repository(...files), selectors: ["empty"] })).toThrow(
      "The domain empty has no tests: write one as sql/empty/tests/<name>.yaml.",
    );
  });

  test("suggests the domain that was meant", () => {
    expect(() => findTests({ root: repository(...files), selectors: ["shp"] })).toThrow(
      "shp is neither a domain nor a test file sql/<domain>/tests/<name>.yaml; the domains are empty, shop. Did you mean shop?",
    );
  });

  test("says when there are none at all", () => {
    expect(() => findTests({ root: repository("sql/empty/domain.yaml") })).toThrow(
      "There are no tests: a test is a file sql/<domain>/tests/<name>.yaml.",
    );
    expect(() => findTests({ root: repository(...files), filter: "x" })).toThrow(
      'None of the 2 test files has "x" in its path.',
    );
  });
});
