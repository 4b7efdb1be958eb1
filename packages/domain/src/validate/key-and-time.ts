import { describeFound } from "@millrace/common";
import type { DataPath } from "../load/yaml-position.ts";
import type { AttributeInput } from "../schema/attribute-schema.ts";
import { checkReference, repeated } from "./names.ts";
import type { Finding } from "./rule.ts";

const keyTypes = new Set(["string", "int", "long", "boolean", "timestamp", "enum"]);

/** What can be part of a key. */
export const keyDemand = {
  expected: "a value that is always there, of type string, int, long, boolean, timestamp or enum",
  holds: ({ type, optional }: AttributeInput) => keyTypes.has(type) && optional !== true,
};

const timeDemand = {
  expected: "a timestamp that is always there",
  holds: ({ type, optional }: AttributeInput) => type === "timestamp" && optional !== true,
};

/** What is wrong with the names of a key. */
export function checkKey(
  entries: readonly { readonly name: string; readonly path: DataPath }[],
  attributes: Readonly<Record<string, AttributeInput>>,
  what: "attribute" | "column",
): readonly Finding[] {
  return [
    ...entries.flatMap(({ name, path }) =>
      checkReference(attributes, { path, name, what, demand: keyDemand }),
    ),
    ...repeated(entries).map(({ name, path }) => ({
      path,
      found: `a second ${describeFound(name)}`,
      expected: `each ${what} once`,
    })),
  ];
}

/** What is wrong with the name of a time; nothing where there is none. */
export function checkTime(
  attributes: Readonly<Record<string, AttributeInput>>,
  path: DataPath,
  name: string | undefined,
  what: "attribute" | "column" = "column",
): readonly Finding[] {
  return name === undefined ? [] : checkReference(attributes, { path, name, what, demand: timeDemand });
}
