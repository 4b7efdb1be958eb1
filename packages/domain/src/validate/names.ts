import { describeFound, suggest } from "@millrace/common";
import type { DataPath } from "../load/yaml-position.ts";
import { withSuggestion } from "../problem.ts";
import type { AttributeInput } from "../schema/attribute-schema.ts";
import type { Finding } from "./rule.ts";

type Attributes = Readonly<Record<string, AttributeInput>>;

/** A reference to a column or attribute, and the test that the referred one must pass. */
export interface Reference {
  readonly path: DataPath;
  readonly name: string;
  readonly what: "attribute" | "column";
  /** Said where one reference is looked for in several places. */
  readonly of?: string;
  readonly demand?: { readonly expected: string; readonly holds: (attribute: AttributeInput) => boolean };
}

/** What is wrong with a reference: it names nothing, or something that does not fit. */
export function checkReference(attributes: Attributes, reference: Reference): readonly Finding[] {
  const { path, name, what, demand } = reference;
  const owner = reference.of === undefined ? "" : ` of ${reference.of}`;
  const attribute = Object.hasOwn(attributes, name) ? attributes[name] : undefined;
  const names = Object.keys(attributes);
  if (attribute === undefined) {
    const expected = `one of ${names.join(", ")}`;
    return [
      {
        path,
        found: `the unknown ${what} ${describeFound(name)}${owner}`,
        expected,
        ...withSuggestion(suggest(name, names)),
      },
    ];
  }
  if (demand === undefined || demand.holds(attribute)) return [];
  return [{ path, found: describeAttribute(name, attribute), expected: demand.expected }];
}

/** Names of a key, with their paths whether one name or a list was written. */
export function keyEntries(
  key: string | readonly string[],
  path: DataPath,
): readonly { readonly name: string; readonly path: DataPath }[] {
  if (typeof key === "string") return [{ name: key, path }];
  return key.map((name, index) => ({ name, path: [...path, index] }));
}

/** Every name that stands a second time. */
export function repeated<Entry extends { readonly name: string }>(
  entries: readonly Entry[],
): readonly Entry[] {
  return entries.filter(({ name }, index) => entries.findIndex((entry) => entry.name === name) < index);
}

export function describeAttribute(name: string, { type, optional }: AttributeInput): string {
  const article = /^[aeiou]/.test(type) ? "an" : "a";
  return `${name}, which is ${optional === true ? "an optional" : article} ${type}`;
}
