import { join } from "node:path";
import { compileDomains, listDomains, loadDomainFolder } from "@millrace/domain";
import { runBench } from "./run-bench.ts";
import { summarize } from "./statistics.ts";

const usage = "Usage: npm run bench:compile";
const rounds = 50;
const root = join(import.meta.dirname, "..", "..");

/** Compiles every domain of the clone: once as a command does that has just started, then again and again. */
await runBench(usage, async () => {
  const first = measure();
  const again = Array.from({ length: rounds }, measure);
  const { median, min, max } = summarize(again.map(({ ms }) => ms));
  process.stdout.write(
    [
      `${first.domains} domains, files read and compiled to ${first.tables} tables and ${first.connectors} connectors`,
      `first     ${first.ms.toFixed(0)} ms`,
      `${rounds} times  ${median.toFixed(0)} ms (${min.toFixed(0)} to ${max.toFixed(0)})`,
      "",
    ].join("\n"),
  );
  await Promise.resolve();
});

function measure() {
  const begin = performance.now();
  const names = listDomains(root);
  const [head, ...tail] = names.map((name) => loadDomainFolder(root, name));
  if (head === undefined) throw new Error(`there is no domain below ${root}`);
  const { tables, connectors } = compileDomains([head, ...tail], { stage: "test" });
  return {
    ms: performance.now() - begin,
    domains: names.length,
    tables: tables.length,
    connectors: connectors.length,
  };
}
