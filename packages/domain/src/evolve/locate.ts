import type { LoadedYaml } from "../load/yaml-text.ts";
import type { DataPath } from "../load/yaml-position.ts";
import type { TablePlan } from "../plan.ts";
import type { EvolutionFinding } from "./evolution.ts";

type Place = NonNullable<EvolutionFinding["place"]>;
type Data = Readonly<Record<string, unknown>>;

/**
 * Where domain.yaml declares a field of a table; of a field that is not there any more, what it belonged to.
 *
 * @param path as a mismatch has it; empty for the table itself
 */
export function locateField(
  document: LoadedYaml,
  table: TablePlan,
  path: readonly string[],
): Place | undefined {
  const owners = ownersOf(document.value, table);
  const found = owners.map((owner) => stepsInto(owner, path));
  // Several types may share a topic: the one that goes deepest declares the field.
  const [deepest] = found.toSorted((a, b) => b.length - a.length);
  return deepest === undefined ? undefined : { file: document.file, ...document.positionOfKey(deepest) };
}

/** What declares fields of a table, with the names that its columns have there. */
interface Owner {
  readonly path: DataPath;
  readonly data: unknown;
  /** The key below which the fields stand. */
  readonly fields: "attributes" | "columns" | "measures";
  /** The attribute that has another name as a column. */
  readonly renamed: Readonly<Record<string, string>>;
}

function ownersOf(value: unknown, { name, role }: TablePlan): readonly Owner[] {
  const root = dataOf(value);
  if (role === "result") return [...own(root, ["results", name], "columns"), ...aggregationsOf(root, name)];
  const events = Object.entries(dataOf(root["events"])).filter(
    ([, event]) => dataOf(event)["table"] === name,
  );
  return [
    ...own(root, ["streams", name], "attributes"),
    ...Object.keys(dataOf(dataOf(dataOf(root["streams"])[name])["types"])).flatMap((type) =>
      own(root, ["streams", name, "types", type], "attributes"),
    ),
    ...events.flatMap(([event]) => own(root, ["events", event], "attributes")),
  ];
}

/** An aggregation without a result of that name is the one whose name has `_final` behind it there. */
function aggregationsOf(root: Data, name: string): readonly Owner[] {
  return [name, name.replace(/_final$/, "")].flatMap((each) => own(root, ["aggregations", each], "measures"));
}

function own(root: Data, path: readonly string[], fields: Owner["fields"]): readonly Owner[] {
  const data = path.reduce<unknown>((found, step) => dataOf(found)[step], root);
  if (data === undefined) return [];
  const { attribute, column } = dataOf(dataOf(data)["event_time"]);
  const renamed = typeof attribute === "string" && typeof column === "string" ? { [column]: attribute } : {};
  return [{ path, data, fields, renamed }];
}

/** The steps that exist, as deep as they go. */
function stepsInto({ path, data, fields, renamed }: Owner, fieldPath: readonly string[]): DataPath {
  const taken: (string | number)[] = [...path];
  let node = dataOf(data);
  let key: string = fields;
  for (const step of fieldPath) {
    const keys = step === "[]" ? ["items"] : step === "{}" ? ["values"] : [key, renamed[step] ?? step];
    const next = keys.reduce<unknown>((found, each) => dataOf(found)[each], node);
    if (next === undefined) return taken;
    taken.push(...keys);
    node = dataOf(next);
    key = "fields";
  }
  return taken;
}

function dataOf(value: unknown): Data {
  return typeof value === "object" && value !== null ? (value as Data) : {};
}
