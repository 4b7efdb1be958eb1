/**
 * Reads untrusted JSON into a known shape: a shape checks a value and returns it typed, or throws with the path at which it
 * differs. Unknown fields are ignored, because servers add fields in minor releases.
 */
export type Shape<T> = (value: unknown, path: string) => T;

/** What a shape yields. */
export type Shaped<S> = S extends Shape<infer T> ? T : never;

/** A value differs from its shape. */
export class ShapeError extends Error {
  override readonly name = "ShapeError";

  constructor(path: string, expected: string, found: unknown) {
    super(`${path === "" ? "the body" : path} should be ${expected}, found ${describe(found)}`);
  }
}

function describe(value: unknown): string {
  if (value === undefined) return "nothing";
  if (value === null) return "null";
  if (Array.isArray(value)) return "an array";
  return typeof value === "object" ? "an object" : `${typeof value} ${JSON.stringify(value)?.slice(0, 60)}`;
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

export const text: Shape<string> = (value, path) => {
  if (typeof value !== "string") throw new ShapeError(path, "a string", value);
  return value;
};

/** A number; Flink writes `"NaN"` where it has none yet, and the lossless reader leaves inexact numbers as text. */
export const number: Shape<number> = (value, path) => {
  if (typeof value === "number") return value;
  if (typeof value === "string" && (value === "NaN" || !Number.isNaN(Number(value)))) return Number(value);
  throw new ShapeError(path, "a number", value);
};

export const flag: Shape<boolean> = (value, path) => {
  if (typeof value !== "boolean") throw new ShapeError(path, "true or false", value);
  return value;
};

export const anything: Shape<unknown> = (value) => value;

/** The field may be missing or null; both become undefined. */
export const maybe =
  <T>(shape: Shape<T>): Shape<T | undefined> =>
  (value, path) =>
    value === undefined || value === null ? undefined : shape(value, path);

/** The field may be missing or null; both become `fallback`. */
export const orElse =
  <T>(shape: Shape<T>, fallback: T): Shape<T> =>
  (value, path) =>
    value === undefined || value === null ? fallback : shape(value, path);

export const oneOf =
  <const T extends string>(...values: readonly T[]): Shape<T> =>
  (value, path) => {
    const found = values.find((candidate) => candidate === value);
    if (found === undefined) throw new ShapeError(path, `one of ${values.join(", ")}`, value);
    return found;
  };

export const list =
  <T>(item: Shape<T>): Shape<readonly T[]> =>
  (value, path) => {
    if (!Array.isArray(value)) throw new ShapeError(path, "an array", value);
    return value.map((element: unknown, index) => item(element, `${path}[${index}]`));
  };

export const dictionary =
  <T>(item: Shape<T>): Shape<Readonly<Record<string, T>>> =>
  (value, path) => {
    if (!isObject(value)) throw new ShapeError(path, "an object", value);
    return Object.fromEntries(
      Object.entries(value).map(([key, field]) => [key, item(field, join(path, key))]),
    );
  };

type Fields = Readonly<Record<string, Shape<unknown>>>;
type Readout<F extends Fields> = { readonly [K in keyof F]: Shaped<F[K]> };

export const record =
  <F extends Fields>(fields: F): Shape<Readout<F>> =>
  (value, path) => {
    if (!isObject(value)) throw new ShapeError(path, "an object", value);
    const entries = Object.entries(fields).map(([key, shape]) => [key, shape(value[key], join(path, key))]);
    return Object.fromEntries(entries) as Readout<F>;
  };

const join = (path: string, key: string) => (path === "" ? key : `${path}.${key}`);
