import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { DomainUnreadableError, listDomains, loadDomainFolder } from "@millrace/domain";
import { afterEach, beforeEach, describe, expect, it } from "vitest";

describe("loading a domain's folder", () => {
  let root = "";
  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), "domain-folder-"));
  });
  afterEach(() => {
    rmSync(root, { recursive: true });
  });

  it("lists the folders that hold a domain.yaml", () => {
    write("sql/b/domain.yaml", "sql/a/domain.yaml", "sql/c/query.sql", "sql/domain.schema.json");
    expect(listDomains(root)).toEqual(["a", "b"]);
  });

  it("lists no domains where there is no folder", () => {
    expect(listDomains(join(root, "nowhere"))).toEqual([]);
  });

  it("reads statements, and connectors of no other domain", () => {
    write(
      "sql/a/domain.yaml",
      "sql/a/z.sql",
      "sql/a/notes.md",
      "sql/a/y.sql",
      "sql/b/domain.yaml",
      "sql/b/x.sql",
    );
    const names = ["a", "b", "unknown"];
    for (const domain of names) writeText(`connectors/${domain}.json`, JSON.stringify({ domain }));
    writeText("connectors/broken.json", "{");
    const { domain, statements, connectors } = loadDomainFolder(root, "a");
    expect(domain.path).toBe("sql/a/domain.yaml");
    expect(statements.map(({ path }) => path)).toEqual(["sql/a/y.sql", "sql/a/z.sql"]);
    expect(connectors.map(({ path }) => path)).toEqual([
      "connectors/a.json",
      "connectors/broken.json",
      "connectors/unknown.json",
    ]);
  });

  it("names the domains there are for an unknown one", () => {
    write("sql/a/domain.yaml");
    expect(() => loadDomainFolder(root, "x")).toThrow(DomainUnreadableError);
    expect(() => loadDomainFolder(root, "x")).toThrow("sql/x/domain.yaml does not exist; the domains are a");
  });

  function write(...paths: readonly string[]): void {
    for (const path of paths) writeText(path, "");
  }

  function writeText(path: string, text: string): void {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
});
