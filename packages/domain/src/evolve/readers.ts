import type { Plan, StatementPlan, TablePlan } from "../plan.ts";
import type { ChangeKind } from "./evolution.ts";
import type { Direction } from "./describe-change.ts";

/** What a subject belongs to. */
export interface SubjectOwner {
  readonly topic: string;
  readonly part: "key" | "value";
  /** The table over the topic, as it is now. */
  readonly table: TablePlan;
}

/** Who is broken by a change of a schema, by name. */
export function brokenReaders(
  { topic, table }: SubjectOwner,
  plan: Plan,
  {
    direction,
    change,
    against,
  }: { readonly direction: Direction; readonly change: ChangeKind; readonly against: string },
): readonly string[] {
  const statements = plan.statements.filter((statement) => reads(statement, table));
  if (direction === "forward")
    return [
      `consumers that still use ${schemaOf(against)}, reading new records`,
      ...statements.map(({ name }) => `Flink statement ${name}, until apply has replaced it`),
    ];
  return [
    ...statements.map(({ name }) => `Flink statement ${name}, reading records written before`),
    ...(isFelt(change) ? connectorsOf(topic, plan).map(connectorText) : []),
    ...(table.role === "event" ? publisherText(change) : []),
    "consumers that take the new schema, reading records written before",
  ];
}

/** Who reads a topic by its records' keys. */
export function keyReaders({ topic, table }: SubjectOwner, plan: Plan): readonly string[] {
  return [
    ...plan.statements
      .filter((statement) => reads(statement, table))
      .map(({ name }) => `Flink statement ${name}, whose events of one key lie in two partitions`),
    ...connectorsOf(topic, plan).map((name) => `connector ${name}, which gets the same row under two keys`),
    "consumers that rely on the order of one key's records, or on the topic's compaction",
  ];
}

function schemaOf(label: string): string {
  return label.startsWith("version ") ? label : `the schema of ${label}`;
}

/** A table that a statement fills is also read by it where a query names it. */
function reads({ tables, inserts }: StatementPlan, { name }: TablePlan): boolean {
  if (!tables.includes(name)) return false;
  if (!inserts.some(({ table }) => table === name)) return true;
  return inserts.some(({ query }) => new RegExp(`\\b${name}\\b`).test(query.text));
}

function connectorsOf(topic: string, { connectors }: Plan): readonly string[] {
  return connectors
    .filter(({ config }) => (config["topics"] ?? "").split(",").some((each) => each.trim() === topic))
    .map(({ name }) => name);
}

/** Connectors read each record with the schema that it was written with; both kinds then go into one table. */
function isFelt(change: ChangeKind): boolean {
  return change === "type" || change === "meaning" || change === "renamed";
}

function connectorText(name: string): string {
  return `connector ${name}, which writes old and new records into one table`;
}

/** The publisher checks payloads against the new schema, whatever callers send. */
function publisherText(change: ChangeKind): readonly string[] {
  const why: Partial<Record<ChangeKind, string>> = {
    added: "which refuses events of callers that do not send it yet",
    renamed: "which refuses events of callers that send the old name",
    required: "which refuses events of callers that leave it out",
    type: "which refuses events of callers that send the old type",
    meaning: "which understands what callers send in another way",
    "enum-values-removed": "which refuses events of callers that still send them",
  };
  const text = why[change];
  return text === undefined ? [] : [`the publisher, ${text}`];
}
