import { CompiledPlanError } from "./errors.ts";

/** A node of a compiled plan. What else it holds depends on its type. */
export interface PlanNode {
  /** Flink derives the uids of the node's operators from it: `<id>_<transformation>`. */
  readonly id: number;
  /** For example `stream-exec-global-group-aggregate_1`, with the version of its form. */
  readonly type: string;
  readonly description: string;
  readonly [field: string]: unknown;
}

/** The shuffle between two nodes; `source` and `target` are their ids. */
export interface PlanEdge {
  readonly source: number;
  readonly target: number;
  readonly [field: string]: unknown;
}

/** What `COMPILE PLAN` writes: the optimised plan of a statement set, which `EXECUTE PLAN` runs without planning again. */
export interface CompiledPlan {
  readonly flinkVersion: string;
  readonly nodes: readonly PlanNode[];
  readonly edges: readonly PlanEdge[];
}

/** A field of a node's output, with its type as SQL. */
export interface PlanField {
  readonly name: string;
  readonly type: string;
}

const token = /"[^"\\]*(?:\\.[^"\\]*)*"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g;
/** Marks a number that JavaScript cannot hold as it is written. */
const mark = "\uE000";

/**
 * Reads a compiled plan. Literals of type BIGINT are plain numbers in it: those that JavaScript cannot hold are kept as
 * they are written, for {@link formatCompiledPlan} to write again.
 *
 * @throws CompiledPlanError when it is not one
 */
export function parseCompiledPlan(text: string): CompiledPlan {
  let json: unknown;
  try {
    json = JSON.parse(text.replaceAll(token, (found) => (isExact(found) ? found : `"${mark}${found}"`)));
  } catch (error) {
    throw new CompiledPlanError("it is not JSON", { cause: error });
  }
  if (!isCompiledPlan(json))
    throw new CompiledPlanError("it has no nodes with ids, or no edges between them");
  const ids = new Set(json.nodes.map(({ id }) => id));
  const stray = json.edges.find(({ source, target }) => !ids.has(source) || !ids.has(target));
  if (stray !== undefined)
    throw new CompiledPlanError(`its edge from ${stray.source} to ${stray.target} leads to no node`);
  return json;
}

/** The plan as Flink reads it. */
export function formatCompiledPlan(plan: CompiledPlan): string {
  return JSON.stringify(plan).replaceAll(new RegExp(`"${mark}([^"]*)"`, "g"), "$1");
}

function isExact(found: string): boolean {
  return found.startsWith('"') || String(Number(found)) === found;
}

function isCompiledPlan(json: unknown): json is CompiledPlan {
  if (typeof json !== "object" || json === null) return false;
  const { nodes, edges } = json as Partial<CompiledPlan>;
  return (
    Array.isArray(nodes) &&
    Array.isArray(edges) &&
    nodes.every((node: Partial<PlanNode>) => Number.isInteger(node.id) && typeof node.type === "string")
  );
}

/** What a node does, without the version of its form: `global-group-aggregate`. */
export function kindOf({ type }: PlanNode): string {
  return type.replace(/^stream-exec-/, "").replace(/_\d+$/, "");
}

/** The logical table that a scan or a sink stands for; undefined for other nodes. */
export function tableOf(node: PlanNode): string | undefined {
  const spec = (node["scanTableSource"] ?? node["dynamicTableSink"]) as
    { readonly table?: { readonly identifier?: string } } | undefined;
  const identifier = spec?.table?.identifier;
  return identifier === undefined ? undefined : /`((?:[^`]|``)+)`$/.exec(identifier)?.[1];
}

/** The columns of a row type as compiled plans write it: a text where it is plain, an object where time attributes are in it. */
export function rowFields(type: unknown): readonly PlanField[] {
  if (typeof type === "string") return textFields(type);
  const fields = (type as { readonly fields?: readonly { name: string; fieldType: unknown }[] }).fields ?? [];
  return fields.map(({ name, fieldType }) => ({ name, type: fieldTypeText(fieldType) }));
}

/** The fields of ``ROW<`name` TYPE, …>``; their types stay the text that they are. */
function textFields(type: string): readonly PlanField[] {
  const body = /^ROW<(.*)>(?: NOT NULL)?$/s.exec(type)?.[1];
  if (body === undefined) throw new CompiledPlanError(`it has the type ${type} where a row is expected`);
  const fields: PlanField[] = [];
  let depth = 0;
  let start = 0;
  for (const { 0: token, index } of `${body},`.matchAll(/`(?:[^`]|``)*`|'(?:[^']|'')*'|[<(>),]/g)) {
    if (token === "<" || token === "(") depth += 1;
    if (token === ">" || token === ")") depth -= 1;
    if (token !== "," || depth > 0) continue;
    const field = /^\s*`((?:[^`]|``)*)` (.*)$/s.exec(body.slice(start, index));
    if (field?.[1] !== undefined && field[2] !== undefined) fields.push({ name: field[1], type: field[2] });
    start = index + 1;
  }
  return fields;
}

/** Being a time attribute changes no state, so that it is left out. */
function fieldTypeText(type: unknown): string {
  if (typeof type === "string") return type;
  const { kind: _, ...rest } = type as Readonly<Record<string, unknown>>;
  if (rest["type"] === "TIMESTAMP_WITHOUT_TIME_ZONE") return timestamp(rest, "");
  if (rest["type"] === "TIMESTAMP_WITH_LOCAL_TIME_ZONE") return timestamp(rest, " WITH LOCAL TIME ZONE");
  return JSON.stringify(rest);
}

function timestamp(type: Readonly<Record<string, unknown>>, zone: string): string {
  return `TIMESTAMP(${String(type["precision"] ?? 6)})${zone}${type["nullable"] === false ? " NOT NULL" : ""}`;
}
