import { formatRetention } from "./retention.ts";
import type { AvroSchema } from "./avro-schema.ts";
import type { Direction } from "./describe-change.ts";
import type { ChangeKind } from "./evolution.ts";
import type { Mismatch } from "./mismatch.ts";

/** What the advice is about. */
export interface AdviceFacts {
  readonly topic: string;
  readonly retentionMs: number;
  readonly direction: Direction;
  readonly change: ChangeKind;
  readonly mismatch: Mismatch;
}

/** How to do what was meant without breaking anybody, in the words of domain.yaml. */
export function advise(facts: AdviceFacts): string {
  const { change, mismatch, direction } = facts;
  const name = mismatch.path.at(-1) ?? "";
  switch (change) {
    case "added":
      return `${mismatch.kind === "no-default" && canHaveDefault(mismatch.field.type) ? "give it a default, or " : ""}say optional: true`;
    case "renamed":
      return adviseRenamed(mismatch, direction);
    case "removed":
      return `keep ${name} with optional: true or a default until every consumer reads with that schema, then remove it`;
    case "required":
      return `leave it optional: true and say in SQL what a missing value means; or ${newTopic(facts)}`;
    case "optional":
      return `leave it required, or add a second attribute that is optional: true; or ${newTopic(facts)}`;
    case "enum-values-removed":
      return `keep the ${plural(mismatch)} in values: records hold it for ${formatRetention(facts.retentionMs)}, and SQL can leave them out`;
    case "enum-values-added":
      return `make it a string attribute where values come and go, or give consumers the new schema first and say compatibility: BACKWARD; or ${newTopic(facts)}`;
    case "type":
    case "meaning":
      return `leave ${name === "" ? "it" : name} as it is and add an attribute of the new type beside it, optional: true; or ${newTopic(facts)}`;
    case "name":
    case "namespace":
      return `keep the name (a record is called as its event or result, a namespace as its domain); or ${newTopic(facts)}`;
    case "alias":
      return "take away the alias that is another attribute's name";
    case "key":
      return newTopic(facts);
  }
}

/** The way out that is always open. */
export function newTopic({ topic, retentionMs }: Pick<AdviceFacts, "topic" | "retentionMs">): string {
  return `a new topic ${nextTopic(topic)}, filled beside ${topic} for the retention (${formatRetention(retentionMs)})`;
}

/** `orders` → `orders.v2`, `orders.v2` → `orders.v3`. */
function nextTopic(topic: string): string {
  const version = /\.v(\d+)$/.exec(topic);
  if (version === null) return `${topic}.v2`;
  return `${topic.slice(0, version.index)}.v${Number(version[1]) + 1}`;
}

function adviseRenamed(mismatch: Mismatch, direction: Direction): string {
  const other = mismatch.kind === "no-default" ? (mismatch.renamedFrom ?? "") : "";
  if (direction === "backward") return `say aliases: [${other}], so that records with the old name are read`;
  const old = mismatch.path.at(-1) ?? "";
  return `keep ${old}, add ${other} with optional: true and fill both; remove ${old} when no consumer reads it (an alias helps only readers of the new schema)`;
}

/** What domain.yaml takes a default for. */
function canHaveDefault(type: AvroSchema): boolean {
  if (type.kind === "enum") return true;
  return type.kind === "primitive" && Object.keys(type.meaning).length === 0;
}

function plural(mismatch: Mismatch): string {
  return mismatch.kind === "symbols" && mismatch.unknown.length > 1 ? "values" : "value";
}
