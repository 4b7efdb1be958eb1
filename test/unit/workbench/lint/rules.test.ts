import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { lintRules } from "@millrace/workbench";
import { describe, expect, it } from "vitest";
import { readExample } from "./example-domain.ts";
import { lintExample, reportOf } from "./lint-example.ts";

const folder = join(import.meta.dirname, "examples");

describe.each(lintRules.map((rule) => [rule.code, rule] as const))("rule %s", (code, rule) => {
  it("has a code in kebab-case and one sentence", () => {
    expect(code).toMatch(/^[a-z]+(-[a-z]+)*$/);
    expect(rule.title).toMatch(/^[A-Z].*[^.]\.$/);
  });

  it("finds its bad example and nothing else", async () => {
    const problems = await lintExample(readExample(code, "bad") ?? "");
    expect(problems.map((problem) => problem.code)).toContain(code);
    expect(new Set(problems.map((problem) => problem.code))).toEqual(new Set([code]));
    expect(problems[0]?.severity).toBe(rule.severity);
  });

  it("lets its good example pass", async () => {
    const good = readExample(code, "good");
    expect(good).toBeDefined();
    expect(await reportOf(good ?? "")).toBe("");
  });
});

describe("the rule table", () => {
  it("is sorted and names each code once", () => {
    const codes = lintRules.map(({ code }) => code);
    expect(codes).toEqual([...new Set(codes)].sort());
  });

  it("has every rule that has examples", () => {
    const codes = readdirSync(folder).filter((name) => existsSync(join(folder, name, "bad.sql")));
    expect(lintRules.map(({ code }) => code)).toEqual(codes.sort());
  });
});
