import { execFileSync } from "node:child_process";
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { beforeEach, describe, expect, test } from "vitest";
import {
  CommittedDomainError,
  loadCommittedDomain,
} from "../../../../packages/workbench/src/diff/committed-domain.ts";
import { temporaryFolder } from "../../../helpers/temporary-folder.ts";

let root: string;
const git = (...args: string[]) =>
  execFileSync("git", ["-c", "user.name=T", "-c", "user.email=t@example.org", ...args], { cwd: root });

function write(path: string, text: string): void {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), text);
}

beforeEach(() => {
  root = temporaryFolder();
  git("init", "--quiet");
  write("sql/shop/domain.yaml", "domain: shop\n");
  write("sql/shop/sales.sql", "committed");
  write("sql/shop/tests/one.yaml", "describe: not the domain's\n");
  write("connectors/shop.json", '{"domain":"shop"}');
  write("connectors/other.json", '{"domain":"other"}');
  git("add", ".");
  git("commit", "--quiet", "--message", "first");
});

describe("the committed files of a domain", () => {
  test("are those of the commit, not of the work tree", async () => {
    write("sql/shop/sales.sql", "edited");
    write("sql/shop/new.sql", "new");
    const sources = await loadCommittedDomain(root, "shop", "HEAD");
    expect(sources).toEqual({
      domain: { path: "sql/shop/domain.yaml", text: "domain: shop\n" },
      statements: [{ path: "sql/shop/sales.sql", text: "committed" }],
      connectors: [{ path: "connectors/shop.json", text: '{"domain":"shop"}' }],
    });
  });

  test("of a domain that was never committed are missed", async () => {
    write("sql/fresh/domain.yaml", "domain: fresh\n");
    await expect(loadCommittedDomain(root, "fresh", "HEAD")).rejects.toThrow(
      "sql/fresh/domain.yaml does not exist in HEAD, so there is nothing to compare with.",
    );
  });

  test("in an unknown commit are refused with git's words", async () => {
    const found = loadCommittedDomain(root, "shop", "nowhere");
    await expect(found).rejects.toThrow(CommittedDomainError);
    await expect(found).rejects.toThrow(/git ls-tree says "fatal: Not a valid object name nowhere"/);
  });

  test("cannot be had outside a repository", async () => {
    rmSync(join(root, ".git"), { recursive: true });
    await expect(loadCommittedDomain(root, "shop", "HEAD")).rejects.toThrow(
      /not a git repository.*run this in a git clone/s,
    );
  });
});
