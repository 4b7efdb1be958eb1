import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { DomainSources, SourceFile } from "@millrace/domain";
import { parse } from "yaml";

/** The statement under test. */
export const exampleFile = "sql/examples-of-what-the-linter-finds/example.sql";

const folder = join(import.meta.dirname, "examples");
const yaml = readFileSync(join(folder, "domain.yaml"), "utf8");

/** An example of a rule; undefined where there is none. */
export function readExample(code: string, kind: "bad" | "good"): string | undefined {
  const path = join(folder, code, `${kind}.sql`);
  return existsSync(path) ? readFileSync(path, "utf8") : undefined;
}

/** The example domain with one statement under test; its other results are filled somehow. */
export function exampleSources(sql: string, domain = yaml): DomainSources {
  const { results } = parse(domain) as {
    results: Record<string, { columns: Record<string, { optional?: boolean }> }>;
  };
  const [, target] = /INSERT INTO (\w+)/.exec(sql) ?? [];
  const fillers = Object.entries(results)
    .filter(([name]) => name !== target)
    .map(([name, { columns }]): SourceFile => {
      const listed = Object.keys(columns).filter((column) => columns[column]?.optional !== true);
      const text = `INSERT INTO ${name} (${listed.join(", ")}) VALUES (${listed.map(() => "1").join(", ")})\n`;
      return { path: exampleFile.replace("example.sql", `${name}.sql`), text };
    });
  return {
    domain: { path: exampleFile.replace("example.sql", "domain.yaml"), text: domain },
    statements: [{ path: exampleFile, text: sql }, ...fillers],
    connectors: [],
  };
}

/** The domain's YAML, changed by a replacement. */
export function changedExample(from: string, to: string): string {
  if (!yaml.includes(from)) throw new Error(`the example domain does not hold ${from}`);
  return yaml.replace(from, to);
}
