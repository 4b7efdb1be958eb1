import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { beforeEach, describe, expect, test } from "vitest";
import { domainCheck } from "../../../apps/cli/src/verbs/domain-check.ts";
import { temporaryFolder } from "../../helpers/temporary-folder.ts";
import { shop } from "../domain/evolve/two-versions.ts";

const topicDefaults = { partitions: 1, retentionMs: 86_400_000 };
const head = { ref: "HEAD", isChosen: false };
let root: string;

function git(...args: string[]): void {
  execFileSync("git", ["-c", "user.name=T", "-c", "user.email=t@example.org", ...args], { cwd: root });
}

function write({ path, text }: { readonly path: string; readonly text: string }): void {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), text);
}

function edit(from: string, to: string): void {
  const path = "sql/shop/domain.yaml";
  write({ path, text: readFileSync(join(root, path), "utf8").replace(from, to) });
}

async function check(options: Partial<Parameters<typeof domainCheck>[1]> = {}) {
  return await domainCheck({ root, stage: "test", topicDefaults }, { against: head, ...options });
}

/** A registry with these versions of the orders' schema. */
function registry(...schemas: readonly unknown[]) {
  const subject = "test.streaming.order-value";
  const asked: number[] = [];
  return {
    asked,
    versions: async (name: string) => (name === subject ? schemas.map((_, index) => index + 1) : []),
    version: async (_: string, version: number) => {
      asked.push(version);
      return { subject, version, id: version, schema: schemas[version - 1] };
    },
  };
}

beforeEach(() => {
  root = temporaryFolder();
  git("init", "--quiet");
  const { domain, statements, connectors } = shop();
  [domain, ...statements, ...connectors].forEach(write);
  git("add", ".");
  git("commit", "--quiet", "--message", "first");
});

describe("checking domains", () => {
  test("compares the work tree with the commit", async () => {
    expect((await check()).findings).toEqual([]);
    edit("land: { type: string }", "land: { type: int }");
    expect((await check()).findings).toMatchObject([{ path: "land", against: ["HEAD"] }]);
  });

  test("compares with another commit that is named", async () => {
    edit("land: { type: string }", "land: { type: int }");
    git("commit", "--quiet", "--all", "--message", "second");
    expect((await check()).findings).toEqual([]);
    const { findings } = await check({ against: { ref: "HEAD~1", isChosen: true } });
    expect(findings).toMatchObject([{ path: "land", against: ["HEAD~1"] }]);
    await expect(check({ against: { ref: "nowhere", isChosen: true } })).rejects.toThrow(
      /Not a valid object name nowhere.*with a commit that exists in --against/,
    );
  });

  test("compares with the newest registered version", async () => {
    const [old, latest] = ["int", "string"].map((type) => ({
      type: "record",
      name: "order",
      namespace: "io.millrace.shop",
      fields: [{ name: "customer", type }],
    }));
    const { asked, ...versions } = registry(old, latest);
    const { findings, subjects } = await check({ registry: versions });
    expect(asked).toEqual([2]);
    expect(subjects[0]?.against).toEqual(["version 2", "HEAD"]);
    expect(findings.every(({ against }) => against.join() === "version 2")).toBe(true);
  });

  test("takes a domain that was never committed for new", async () => {
    git("mv", "sql/shop/domain.yaml", "sql/shop/other.yaml");
    git("commit", "--quiet", "--message", "without the domain");
    git("mv", "sql/shop/other.yaml", "sql/shop/domain.yaml");
    const { notes, findings } = await check({ domains: ["shop"] });
    expect(notes).toEqual(["domain shop is not in HEAD: all of it is new"]);
    expect(findings).toEqual([]);
  });

  test("needs no git repository", async () => {
    rmSync(join(root, ".git"), { recursive: true });
    const { notes, subjects } = await check();
    expect(notes).toEqual([
      "this is no git clone, so there are no committed domains to compare with; --registry compares with what is registered",
    ]);
    expect(subjects.map(({ verdict }) => verdict)).toEqual(["new", "new", "new"]);
  });

  test("needs no commit as long as none is named", async () => {
    rmSync(join(root, ".git"), { recursive: true });
    git("init", "--quiet");
    expect((await check()).notes).toEqual([
      "nothing is committed yet, so there are no committed domains to compare with",
    ]);
  });

  test("leaves out a committed domain that does not compile", async () => {
    const { path, text } = shop().domain;
    write({ path, text: text.replace("mode: upsert", "mode: sideways") });
    git("commit", "--quiet", "--all", "--message", "broken");
    write({ path, text });
    const { notes, subjects } = await check();
    expect(notes[0]).toContain(
      "domain shop as it is in HEAD does not compile any more, so it is not compared (sql/shop/domain.yaml:23:11 results.totals.mode: found",
    );
    expect(subjects[0]?.verdict).toBe("new");
  });
});
