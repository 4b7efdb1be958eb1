import { createHash } from "node:crypto";

/** What a column stands for. */
export interface ColumnMeaning {
  /** Equal for columns that hold the same, whatever they are called and wherever they stand. */
  readonly exact: string;
  /** For people. */
  readonly text: string;
}

/** A short name for a text of any length. */
export function digest(facts: unknown): string {
  return createHash("sha256").update(JSON.stringify(facts)).digest("hex").slice(0, 16);
}

/** What an expression of a compiled plan computes, with its references to columns and to earlier expressions resolved. */
export function expressionMeaning(
  expression: unknown,
  columns: readonly ColumnMeaning[],
  locals: readonly unknown[] = [],
): string {
  const reference = referenceOf(expression);
  if (reference?.kind === "INPUT_REF") return columns[reference.index]?.exact ?? `#${reference.index}`;
  if (reference?.kind === "LOCAL_REF") return expressionMeaning(locals[reference.index], columns, locals);
  return digest(resolve(expression, columns, locals));
}

/** The input column that an expression merely passes on; undefined when it computes something. */
export function passedColumn(expression: unknown, locals: readonly unknown[]): number | undefined {
  const reference = referenceOf(expression);
  if (reference?.kind === "LOCAL_REF") return passedColumn(locals[reference.index], locals);
  return reference?.index;
}

function resolve(part: unknown, columns: readonly ColumnMeaning[], locals: readonly unknown[]): unknown {
  if (referenceOf(part) !== undefined) return expressionMeaning(part, columns, locals);
  if (Array.isArray(part)) return part.map((each) => resolve(each, columns, locals));
  if (typeof part !== "object" || part === null) return part;
  return Object.fromEntries(
    Object.entries(part).map(([key, value]) => [key, resolve(value, columns, locals)]),
  );
}

function referenceOf(part: unknown): { readonly kind: string; readonly index: number } | undefined {
  if (typeof part !== "object" || part === null) return undefined;
  const { kind, inputIndex, localRefIndex } = part as Readonly<Record<string, unknown>>;
  if (kind === "INPUT_REF" && typeof inputIndex === "number") return { kind, index: inputIndex };
  if (kind === "LOCAL_REF" && typeof localRefIndex === "number") return { kind, index: localRefIndex };
  return undefined;
}
