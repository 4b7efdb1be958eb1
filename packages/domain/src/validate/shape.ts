import { describeFound, suggest } from "@millrace/common";
import type { z } from "zod";
import type { DataPath } from "../load/yaml-position.ts";
import type { LoadedYaml } from "../load/yaml-text.ts";
import { type DomainProblem, withSuggestion } from "../problem.ts";
import { knownKeys, membersWithKey } from "./known-keys.ts";

type Issue = z.core.$ZodIssue;

/** Checks a document's shape; all its problems at once, or the data. */
export function validateShape<Schema extends z.ZodType>(
  document: LoadedYaml,
  schema: Schema,
): { readonly data?: z.output<Schema>; readonly problems: readonly DomainProblem[] } {
  const result = schema.safeParse(document.value);
  if (result.success) return { data: result.data, problems: [] };
  return { problems: result.error.issues.flatMap((issue) => describeIssue(issue, document, schema)) };
}

function describeIssue(issue: Issue, document: LoadedYaml, schema: z.ZodType): readonly DomainProblem[] {
  const path = dataPath(issue.path);
  switch (issue.code) {
    case "unrecognized_keys":
      return issue.keys.map((key) => unknownKey([...path, key], document, schema));
    case "invalid_key":
      return [
        {
          ...keyPlace(path, document),
          found: `the name ${describeFound(path.at(-1))}`,
          expected: issue.issues[0]?.message ?? "another name",
        },
      ];
    case "invalid_union":
      return (
        meantMember(issue)?.flatMap((inner) => describeIssue(inner, document, schema)) ?? [
          invalidUnion(issue, path, document),
        ]
      );
    case "invalid_value":
      return [notOneOf(issue.values.map(String), path, document)];
    default:
      return [wrongValue(issue, path, document)];
  }
}

function unknownKey(path: DataPath, document: LoadedYaml, schema: z.ZodType): DomainProblem {
  const key = String(path.at(-1));
  const known = knownKeys(schema, document.value, path.slice(0, -1));
  const cutByComma = valueAt(document.value, path) === null && key.includes(" ");
  return {
    ...keyPlace(path, document),
    found: `the unknown key ${describeFound(key)}`,
    expected: known.length === 0 ? "no such key" : `one of ${known.join(", ")}`,
    ...withSuggestion(suggest(key, known)),
    ...withHint(
      cutByComma
        ? "between braces a comma ends a text, so put the text in quotes"
        : othersKey(path, document, schema),
    ),
  };
}

/** Said of a key that this member of a union does not have and others do. */
function othersKey(path: DataPath, document: LoadedYaml, schema: z.ZodType): string | undefined {
  const key = String(path.at(-1));
  const members = membersWithKey(schema, document.value, { path: path.slice(0, -1), key });
  return members.length === 0 ? undefined : `${key} is a key of type ${members.join(", ")}`;
}

function withHint(hint: string | undefined): { readonly hint?: string } {
  return hint === undefined ? {} : { hint };
}

function invalidUnion(
  issue: Extract<Issue, { code: "invalid_union" }>,
  path: DataPath,
  document: LoadedYaml,
): DomainProblem {
  const { options } = issue as { readonly options?: readonly unknown[] };
  if (options !== undefined)
    return { ...notOneOf(options.map(String), path, document), ...misspeltKeyHint(path, document) };
  return wrongValue(issue, path, document);
}

/** The issues of the one member of a union whose kind of value was written: a mapping, say, with a misspelt key. */
function meantMember(issue: Extract<Issue, { code: "invalid_union" }>): readonly Issue[] | undefined {
  const isOfKind = (issues: readonly Issue[]) =>
    issues.every(({ path, code }) => path.length > 0 || code === "unrecognized_keys");
  const [meant, ...others] = issue.errors.filter((issues) => issues.length > 0 && isOfKind(issues));
  if (meant === undefined || others.length > 0) return undefined;
  return meant.map((inner) => ({ ...inner, path: [...issue.path, ...inner.path] }));
}

/** A missing key may stand there misspelt; other keys are not looked at before the deciding one is known. */
function misspeltKeyHint(path: DataPath, document: LoadedYaml): { readonly hint?: string } {
  const siblings = valueAt(document.value, path.slice(0, -1));
  if (typeof siblings !== "object" || siblings === null || valueAt(document.value, path) !== undefined)
    return {};
  const misspelt = suggest(String(path.at(-1)), Object.keys(siblings));
  return misspelt === undefined ? {} : { hint: `the key ${describeFound(misspelt)} may be meant for it` };
}

function notOneOf(values: readonly string[], path: DataPath, document: LoadedYaml): DomainProblem {
  const value = valueAt(document.value, path);
  return {
    ...valuePlace(path, document),
    found: describeFound(value),
    expected: values.length === 1 ? String(values[0]) : `one of ${values.join(", ")}`,
    ...(typeof value === "string" ? withSuggestion(suggest(value, values)) : {}),
  };
}

function wrongValue(issue: Issue, path: DataPath, document: LoadedYaml): DomainProblem {
  const value = valueAt(document.value, path);
  return {
    ...valuePlace(path, document),
    found: describeFound(value),
    expected: expectation(issue),
  };
}

function expectation(issue: Issue): string {
  if (issue.code === "invalid_type" && issue.message.startsWith("Invalid input"))
    return (
      { object: "a mapping", record: "a mapping", array: "a list" }[String(issue.expected)] ??
      `a ${issue.expected}`
    );
  return issue.message;
}

function keyPlace(path: DataPath, document: LoadedYaml) {
  return { file: document.file, ...document.positionOfKey(path), path: dotted(path) };
}

function valuePlace(path: DataPath, document: LoadedYaml) {
  return { file: document.file, ...document.positionOf(path), path: dotted(path) };
}

/** A path as people write it: `events.page_view.key`. */
export function dotted(path: DataPath): string {
  return path
    .map((step) => (typeof step === "number" ? `[${step}]` : `.${step}`))
    .join("")
    .replace(/^\./, "");
}

function dataPath(path: readonly PropertyKey[]): DataPath {
  return path.map((step) => (typeof step === "number" ? step : String(step)));
}

/** The value at a path; undefined where the path leads nowhere. */
export function valueAt(root: unknown, path: DataPath): unknown {
  let value = root;
  for (const step of path) {
    if (typeof value !== "object" || value === null || !Object.hasOwn(value, step)) return undefined;
    value = (value as Record<string | number, unknown>)[step];
  }
  return value;
}
