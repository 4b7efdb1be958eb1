import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { root, shippedDomain } from "./shipped-domain.ts";

const processed = read("processed_events.sql");
const dead = read("dead_letters.sql");

describe("the domain user-events", () => {
  const plan = shippedDomain("user-events");

  test("has topics under their exact names", () => {
    const topics = plan.topics.map(({ name }) => name);
    expect(topics).toEqual(expect.arrayContaining(["user-events", "processed-events", "dead-letter-queue"]));
  });

  test("checks events by the same text twice", () => {
    expect(checkedStep(processed)).toBe(checkedStep(dead));
    expect(checkedStep(dead)).toContain("AS broken_rule");
  });

  test("knows every type of event in its rules", () => {
    const known = /event_type NOT IN \(([^)]*)\)/.exec(dead)?.[1] ?? "";
    const types = [...known.matchAll(/'(\w+)'/g)].map(([, type = ""]) => type);
    expect(types.toSorted()).toEqual(plan.events.map(({ name }) => name));
  });

  test("tells a reason and a description of every rule", () => {
    const rules = [...checkedStep(dead).matchAll(/THEN '([a-z-]+)'/g)].map(([, rule]) => rule);
    const reasoned = [...dead.matchAll(/WHEN '([a-z-]+)' THEN '[^']+'/g)].map(([, rule]) => rule);
    const described = [...read("README.md").matchAll(/^\| `([a-z]+-[a-z-]+)` \|/gm)].map(([, rule]) => rule);
    expect([...reasoned, "unknown-type"]).toEqual(rules);
    expect(described).toEqual(rules);
  });

  test("tells no value of an event in a reason", () => {
    const reason = /CASE broken_rule\n([\s\S]*?)END AS reason/.exec(dead)?.[1] ?? "";
    const lines = reason.trim().split("\n");
    expect(lines.length).toBeGreaterThan(5);
    expect(lines.filter((line) => !/^\s*(WHEN '[^']+' THEN|ELSE) '[^']+'$/.test(line))).toEqual([]);
  });
});

function read(file: string): string {
  return readFileSync(join(root, "sql", "user-events", file), "utf8");
}

function checkedStep(text: string): string {
  return /WITH checked AS \(\n([\s\S]*?)\n\)\nSELECT/.exec(text)?.[1] ?? "";
}
