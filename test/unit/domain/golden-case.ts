import { mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import {
  compileDomains,
  DomainInvalidError,
  type DomainSources,
  emitClickHouseDdl,
  emitFlinkDdl,
  emitFlinkSettings,
  emitOpenApi,
  emitPostgresDdl,
  emitStatementSet,
  emitTypeScript,
  listDomains,
  loadDomainFolder,
  type Plan,
  PlanConflictError,
} from "@millrace/domain";

/** Files by path below the case's `expected` folder. */
export type Outputs = Readonly<Record<string, string>>;

/** Every output of one case's domains, or the report where they cannot be compiled. */
export function compileCase(root: string): Outputs {
  try {
    const [first, ...others] = listDomains(root).map((domain) => loadDomainFolder(root, domain));
    const sources: readonly [DomainSources, ...DomainSources[]] = [first as DomainSources, ...others];
    return emitAll(compileDomains(sources, { stage: "test" }));
  } catch (error) {
    if (error instanceof DomainInvalidError || error instanceof PlanConflictError)
      return { "report.txt": `${error.message}\n` };
    throw error;
  }
}

/** What the case's `expected` folder holds. */
export function readExpected(root: string): Outputs {
  const folder = join(root, "expected");
  const paths = readdirSync(folder, { recursive: true, encoding: "utf8" });
  const files = paths.filter((path) => statSync(join(folder, path)).isFile());
  return Object.fromEntries(files.map((path) => [path, readFileSync(join(folder, path), "utf8")]));
}

/** Expected files are never rewritten where nobody would see it. */
export function refuseOnBuildMachine(): void {
  if (process.env["CI"] !== undefined) throw new Error("UPDATE_GOLDEN is refused where CI is set");
}

/** Writes outputs over the case's `expected` folder. */
export function updateExpected(root: string, outputs: Outputs): void {
  refuseOnBuildMachine();
  rmSync(join(root, "expected"), { recursive: true, force: true });
  for (const [path, text] of Object.entries(outputs)) {
    mkdirSync(dirname(join(root, "expected", path)), { recursive: true });
    writeFileSync(join(root, "expected", path), text);
  }
}

function emitAll(plan: Plan): Outputs {
  const tables = plan.tables.map((table) => [
    `flink/${table.domain}/${table.name}.sql`,
    emitFlinkDdl(table, { target: "local" })
      .map((ddl) => `${ddl};\n`)
      .join("\n"),
  ]);
  const statements = plan.statements.flatMap((statement) => [
    [`flink/${statement.domain}/statement-set.sql`, `${emitStatementSet(statement)};\n`],
    [`flink/${statement.domain}/settings.json`, toJson(emitFlinkSettings(statement, { target: "local" }))],
  ]);
  const postgres = plan.postgresTables.map((table) => [
    `postgres/${table.name}.sql`,
    `${emitPostgresDdl(table)}\n`,
  ]);
  const clickhouse = plan.clickhouseTables.map((table) => [
    `clickhouse/${table.name}.sql`,
    `${emitClickHouseDdl(table)}\n`,
  ]);
  const front = [
    ["openapi.json", toJson(emitOpenApi(plan.events))],
    ["types.ts", emitTypeScript(plan)],
  ];
  return Object.fromEntries([
    ["plan.json", toJson(plan)],
    ...front,
    ...tables,
    ...statements,
    ...postgres,
    ...clickhouse,
  ]);
}

function toJson(value: unknown): string {
  return `${JSON.stringify(value, undefined, 2)}\n`;
}
