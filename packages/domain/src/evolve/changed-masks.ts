import type { LoadedYaml } from "../load/yaml-text.ts";
import type { Column } from "../normalize/domain.ts";
import type { EventPlan, Plan } from "../plan.ts";
import { locateField } from "./locate.ts";
import { formatRetention } from "./retention.ts";

/** What masks are compared with. */
export interface MaskInput {
  readonly plan: Plan;
  /** Plans of earlier files, which say what was masked before. */
  readonly committed: readonly { readonly label: string; readonly plan: Plan }[];
  /** domain.yaml by domain. */
  readonly documents: ReadonlyMap<string, LoadedYaml>;
}

/** Says of every attribute that was masked in another way before, or not at all: no schema tells. */
export function changedMasks({ plan, committed, documents }: MaskInput): readonly string[] {
  const notes = committed.flatMap(({ label, plan: before }) =>
    plan.events.flatMap((event) => {
      const earlier = before.events.find(
        ({ domain, name }) => domain === event.domain && name === event.name,
      );
      if (earlier === undefined) return [];
      return changes(event, earlier).map(
        (change) =>
          `${placeOf(change.path, event, { plan, documents })}: ${wordsOf(change, event, { plan, label })}`,
      );
    }),
  );
  return [...new Set(notes)];
}

interface Change {
  /** As a field's path: `tags`, `[]`, `label`. */
  readonly path: readonly string[];
  readonly from: Column["mask"];
  readonly to: Column["mask"];
}

function changes(event: EventPlan, earlier: EventPlan): readonly Change[] {
  const before = new Map(textsOf(earlier.columns, []).map(({ path, mask }) => [path.join("."), mask]));
  return textsOf(event.columns, []).flatMap(({ path, mask }) => {
    const key = path.join(".");
    return before.has(key) && before.get(key) !== mask ? [{ path, from: before.get(key), to: mask }] : [];
  });
}

interface Text {
  readonly path: readonly string[];
  readonly mask: Column["mask"];
}

function textsOf(columns: readonly Column[], path: readonly string[]): readonly Text[] {
  return columns.flatMap((column) => textsIn(column, [...path, column.name]));
}

function textsIn({ type, mask }: Column, path: readonly string[]): readonly Text[] {
  switch (type.kind) {
    case "string":
      return [{ path, mask }];
    case "array":
      return textsIn(type.items, [...path, "[]"]);
    case "map":
      return textsIn(type.values, [...path, "{}"]);
    case "record":
      return textsOf(type.fields, path);
    default:
      return [];
  }
}

function placeOf(
  path: readonly string[],
  { domain, table, subject }: EventPlan,
  { plan, documents }: Pick<MaskInput, "plan" | "documents">,
): string {
  const document = documents.get(domain);
  const owner = plan.tables.find(({ name }) => name === table);
  const place = document && owner && locateField(document, owner, path);
  return place === undefined ? subject : `${place.file}:${place.line}:${place.column} ${subject}`;
}

function wordsOf(
  { path, from, to }: Change,
  { topic, key }: EventPlan,
  { plan, label }: { readonly plan: Plan; readonly label: string },
): string {
  const name = path.join(".").replaceAll(/\.(?=\[\]|\{\})/g, "");
  const retentionMs = plan.topics.find((each) => each.name === topic)?.retentionMs ?? -1;
  const isKey = path.length === 1 && key.columns.some((column) => column === path[0]);
  return (
    `${name} was ${kept(from)} in ${label} and is ${kept(to)} now; records written before stay as they are for the ` +
    `retention (${formatRetention(retentionMs)})` +
    (isKey ? ", and the same value has another key from now on" : "")
  );
}

function kept(mask: Column["mask"]): string {
  return mask === undefined ? "kept as it is sent" : `masked (${mask})`;
}
