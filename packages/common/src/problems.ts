import type { z } from "zod";

/** One thing wrong with an outside input. */
export interface Problem {
  /** The way to the value from the root of the input: `["events", 3, "postcode"]`; empty for the input itself. */
  readonly path: readonly (string | number)[];
  /** The value as it was found, shortened, as JSON; `nothing` when it is missing. */
  readonly found: string;
  /** What would have been right: `an integer from 0 to 65535`. */
  readonly expected: string;
}

const maxFoundLength = 80;

/** Turns the issues of a failed zod parse into problems, in the order of the issues. */
export function describeProblems(error: z.ZodError, input: unknown): readonly Problem[] {
  return error.issues.map((issue) => {
    const path = issue.path.filter((step) => typeof step !== "symbol");
    return { path, found: describeFound(valueAt(input, path)), expected: describeExpected(issue) };
  });
}

/** A value as JSON, cut to 80 characters; `nothing` for undefined. */
export function describeFound(value: unknown): string {
  if (value === undefined) return "nothing";
  if (typeof value === "bigint") return value.toString();
  if (typeof value === "number" && !Number.isFinite(value)) return String(value);
  const text = JSON.stringify(value) ?? typeof value;
  return text.length > maxFoundLength ? `${text.slice(0, maxFoundLength)}…` : text;
}

/** The RFC 6901 JSON pointer of a path: `["a/b", 0]` is `/a~1b/0`, the root is the empty string. */
export function toJsonPointer(path: readonly (string | number)[]): string {
  return path.map((step) => `/${String(step).replaceAll("~", "~0").replaceAll("/", "~1")}`).join("");
}

function valueAt(input: unknown, path: readonly (string | number)[]): unknown {
  let value = input;
  for (const step of path) {
    if (typeof value !== "object" || value === null || !Object.hasOwn(value, step)) return undefined;
    value = (value as Record<string | number, unknown>)[step];
  }
  return value;
}

function describeExpected(issue: z.core.$ZodIssue): string {
  switch (issue.code) {
    case "invalid_type":
      return isDefaultMessage(issue) ? withArticle(issue.expected) : issue.message;
    case "too_small":
      return isDefaultMessage(issue) ? bound("at least", issue.minimum, issue.origin) : issue.message;
    case "too_big":
      return isDefaultMessage(issue) ? bound("at most", issue.maximum, issue.origin) : issue.message;
    case "invalid_value":
      return isDefaultMessage(issue) ? `one of ${issue.values.map(String).join(", ")}` : issue.message;
    case "unrecognized_keys":
      return `no unknown key (found ${issue.keys.join(", ")})`;
    default:
      return issue.message;
  }
}

function isDefaultMessage(issue: z.core.$ZodIssue): boolean {
  return /^(Invalid|Too) /.test(issue.message);
}

function bound(word: string, limit: number | bigint, origin: string): string {
  const unit = { string: " characters", array: " elements", set: " elements" }[origin] ?? "";
  return `${word} ${limit}${unit}`;
}

function withArticle(type: string): string {
  if (type === "int") return "an integer";
  if (type === "record") return "an object";
  if (["null", "undefined", "nan", "never"].includes(type)) return type;
  return `${/^[aeiou]/.test(type) ? "an" : "a"} ${type}`;
}
