import { createHash } from "node:crypto";
import { emitFlinkSettings } from "../emit/flink-settings.ts";
import { emitFlinkDdl } from "../emit/flink-table.ts";
import type { Domain } from "../normalize/domain.ts";
import type { InsertPlan, StatementPlan, StatementSettings, TablePlan } from "../plan.ts";
import { compareText, positionAt } from "../source-file.ts";
import type { FileSettings } from "../sql/settings.ts";
import type { StatementFile } from "../sql/statement-file.ts";
import { recordTimeColumn } from "../validate/domain-rules.ts";

/** The one statement of a domain; none where nothing is computed. */
export function planStatement(
  domain: Domain,
  files: readonly StatementFile[],
  tables: readonly TablePlan[],
): readonly StatementPlan[] {
  if (files.length === 0) return [];
  // By result, not by file: a statement stays the same when a file gets another name.
  const sorted = [...files].sort((a, b) => compareText(a.target.name, b.target.name));
  const used = usedTables(sorted, tables);
  const statement = {
    name: domain.name,
    domain: domain.name,
    hash: "",
    tables: used.map(({ name }) => name),
    inserts: sorted.map((file) => planInsert(file, domain)),
    settings: {
      ...planSettings(domain, sorted),
      sharesSteps: used.some(({ deduplicate }) => deduplicate !== undefined),
    },
  };
  const hash = hashOf({
    inserts: sorted.map(({ normalText }) => normalText),
    recordTimes: sorted.map((file) => recordTimeOf(file, domain)),
    // The texts that are sent, so that nothing that changes the job is forgotten.
    tables: used.flatMap((table) => emitFlinkDdl(withoutDocs(table), { target: "local" })),
    horizons: used.flatMap(({ deduplicate }) => (deduplicate === undefined ? [] : [deduplicate.withinMs])),
    settings: emitFlinkSettings(statement, { target: "local" }),
  });
  return [{ ...statement, hash }];
}

function planInsert(file: StatementFile, domain: Domain): InsertPlan {
  const { source, query, target, text } = file;
  const recordTime = recordTimeOf(file, domain);
  return {
    file: source.path,
    table: target.name,
    columns: file.columns.map(({ name }) => name),
    ...(recordTime === undefined ? {} : { recordTime }),
    query: { text: query.text, ...positionAt(source.text, query.offset) },
    text,
  };
}

/** A statement that writes the metadata column itself is left as it is. */
function recordTimeOf({ target, columns }: StatementFile, { results }: Domain): string | undefined {
  if (columns.some(({ name }) => name === recordTimeColumn)) return undefined;
  return results.find(({ table }) => table === target.name)?.recordTime;
}

/** What the files' headers say goes before what domain.yaml says. */
function planSettings(
  { statement }: Domain,
  files: readonly StatementFile[],
): Omit<StatementSettings, "sharesSteps"> {
  const fromFiles: FileSettings = Object.fromEntries(
    files.flatMap(({ settings }) => settings.map(({ name, value }) => [name, value])),
  );
  return { ...statement, ...fromFiles };
}

/** Sources before sinks. A table is read when a query says its name, which may rarely be a column of that name. */
function usedTables(files: readonly StatementFile[], tables: readonly TablePlan[]): readonly TablePlan[] {
  const filled = new Set(files.map(({ target }) => target.name));
  return [...tables]
    .filter(({ name, deduplicate }) =>
      [name, deduplicate?.receivedTable ?? name].some(
        (each) => filled.has(each) || files.some(({ names }) => names.has(each)),
      ),
    )
    .sort((a, b) => compareText(a.role, b.role) || compareText(a.name, b.name));
}

/** Descriptions change no job. A schema does even where the columns stay: a new enum value, a new default. */
function withoutDocs<Value>(value: Value): Value {
  if (Array.isArray(value)) return value.map((part: unknown) => withoutDocs(part)) as Value;
  if (typeof value !== "object" || value === null) return value;
  const parts = Object.entries(value).filter(([key]) => key !== "doc" && key !== "comment");
  return Object.fromEntries(parts.map(([key, part]) => [key, withoutDocs<unknown>(part)])) as Value;
}

function hashOf(facts: unknown): string {
  return createHash("sha256").update(JSON.stringify(facts)).digest("hex").slice(0, 12);
}
