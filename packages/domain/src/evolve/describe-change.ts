import { simpleName } from "./avro-schema.ts";
import { describeType } from "./describe-type.ts";
import type { ChangeKind } from "./evolution.ts";
import type { Mismatch } from "./mismatch.ts";

/**
 * Which way a schema is asked to hold. `backward`: the new one reads what earlier ones wrote. `forward`: earlier ones read
 * what the new one writes.
 */
export type Direction = "backward" | "forward";

/** A mismatch as a change from the earlier schema to the new one. */
export interface Change {
  readonly kind: ChangeKind;
  readonly what: string;
}

/** Tells a mismatch between reader and writer as what was done to the schema. */
export function describeChange(mismatch: Mismatch, direction: Direction): Change {
  const isBackward = direction === "backward";
  switch (mismatch.kind) {
    case "no-default":
      return describeMissing(mismatch, isBackward);
    case "null":
      return isBackward
        ? { kind: "required", what: "was optional and is required now" }
        : { kind: "optional", what: "was required and is optional now" };
    case "symbols": {
      const values = `${mismatch.unknown.length === 1 ? "value" : "values"} ${mismatch.unknown.join(", ")}`;
      return isBackward
        ? { kind: "enum-values-removed", what: `lost the enum ${values}` }
        : { kind: "enum-values-added", what: `got the enum ${values}` };
    }
    case "ambiguous-alias":
      return {
        kind: "alias",
        what: `goes by its name and by aliases that are fields of the same record: ${mismatch.names.join(", ")}`,
      };
    case "name":
      return describeName(mismatch, isBackward);
    case "type":
    case "size":
    case "meaning":
      return describeTypes(mismatch, isBackward);
  }
}

function describeMissing(
  { renamedFrom }: Extract<Mismatch, { kind: "no-default" }>,
  isBackward: boolean,
): Change {
  if (renamedFrom === undefined)
    return isBackward
      ? { kind: "added", what: "was added without a default" }
      : { kind: "removed", what: "was removed, and earlier readers have no default for it" };
  return {
    kind: "renamed",
    what: isBackward ? `looks like ${renamedFrom} under a new name` : `looks renamed to ${renamedFrom}`,
  };
}

function describeName({ reader, writer }: Extract<Mismatch, { kind: "name" }>, isBackward: boolean): Change {
  const [from, to] = isBackward ? [writer.name, reader.name] : [reader.name, writer.name];
  const isSame = simpleName(from) === simpleName(to);
  return {
    kind: isSame ? "namespace" : "name",
    what: `its ${reader.kind} is in Avro ${to} now and was ${from}`,
  };
}

function describeTypes(
  { kind, reader, writer }: Extract<Mismatch, { kind: "type" | "size" | "meaning" }>,
  isBackward: boolean,
): Change {
  const [from, to] = (isBackward ? [writer, reader] : [reader, writer]).map(describeType);
  return kind === "meaning"
    ? { kind: "meaning", what: `was ${from} and is ${to} now: its values are read, and misunderstood` }
    : { kind: "type", what: `was ${from} and is ${to} now` };
}

/** A path as people write it: `address.city`, `tags[]`, `labels{}.name`. */
export function pathText(path: readonly string[]): string {
  return path.reduce(
    (text, step) => (step === "[]" || step === "{}" || text === "" ? `${text}${step}` : `${text}.${step}`),
    "",
  );
}
