import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { startApp } from "./running-app.ts";

const page = readFileSync(new URL("../../../docs/metrics.md", import.meta.url), "utf8");

test("the page on metrics has every name of ours", async () => {
  await using app = await startApp();
  const text = await (await app.get("/metrics")).text();
  const names = [...text.matchAll(/^# TYPE (\S+)/gm)].map(([, name = ""]) => name);
  const ours = names.filter((name) => !/^(nodejs|process)_/.test(name));
  expect(ours.filter((name) => !page.includes(`\`${name}`))).toEqual([]);
  expect(ours.length).toBeGreaterThan(10);
});
