import { suggest } from "@millrace/common";
import { PlaceholderError, type UnknownPlaceholder } from "./errors.ts";
import { withSuggestion } from "./problem.ts";
import { positionAt } from "./source-file.ts";

const pattern = /\$\$\{|\$\{([^{}]*)\}/g;

/** A `${name}` in a text. */
export interface Placeholder {
  readonly name: string;
  /** Offset of the `$`. */
  readonly offset: number;
}

/** The placeholders of a text, in order; `$${` is a literal `${` and none. */
export function findPlaceholders(text: string): readonly Placeholder[] {
  return [...text.matchAll(pattern)].flatMap(({ 1: name, index }) =>
    name === undefined ? [] : [{ name, offset: index }],
  );
}

/**
 * Replaces every `${name}` by its value, and `$${` by a literal `${`. Values are not looked at again.
 * @throws PlaceholderError naming every unknown placeholder at once, with its position in the text
 */
export function bindPlaceholders(text: string, bindings: Readonly<Record<string, string>>): string {
  const unknown = findPlaceholders(text).filter(({ name }) => !Object.hasOwn(bindings, name));
  if (unknown.length > 0) throw unknownPlaceholders(text, unknown, Object.keys(bindings));
  return text.replaceAll(pattern, (_, name: string | undefined) =>
    name === undefined ? "${" : (bindings[name] ?? ""),
  );
}

/** Replaces the placeholders that `resolve` knows and leaves the others, and `$${`, as they are. */
export function bindSome(text: string, resolve: (name: string) => string | undefined): string {
  return text.replaceAll(pattern, (found, name: string | undefined) =>
    name === undefined ? found : (resolve(name) ?? found),
  );
}

/** A text that {@link bindPlaceholders} gives back as it is here. */
export function escapePlaceholders(text: string): string {
  // A replacing text would read $$ as one dollar sign.
  return text.replaceAll("${", () => "$${");
}

function unknownPlaceholders(
  text: string,
  unknown: readonly Placeholder[],
  known: readonly string[],
): PlaceholderError {
  const facts: readonly UnknownPlaceholder[] = unknown.map(({ name, offset }) => ({
    name,
    ...positionAt(text, offset),
    ...withSuggestion(suggest(name, known)),
  }));
  return new PlaceholderError(facts, known);
}
