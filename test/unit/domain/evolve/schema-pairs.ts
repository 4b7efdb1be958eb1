import fc from "fast-check";

/** Two versions of a schema as JSON data: what readers and writers may have. */
export interface SchemaPair {
  readonly before: AvroJson;
  readonly after: AvroJson;
}

export type AvroJson = string | readonly AvroJson[] | { readonly [key: string]: unknown };

/** What a value is; names are given where it stands, so that both versions give the same. */
type Shape =
  | { readonly kind: "primitive"; readonly name: string }
  | { readonly kind: "enum"; readonly symbols: readonly string[]; readonly suffix: string }
  | { readonly kind: "fixed"; readonly size: number; readonly suffix: string }
  | { readonly kind: "array"; readonly items: Shape }
  | { readonly kind: "map"; readonly values: Shape }
  | { readonly kind: "optional"; readonly value: Shape }
  | { readonly kind: "choice" }
  | { readonly kind: "record"; readonly fields: readonly Field[]; readonly suffix: string };

interface Field {
  readonly name: string;
  readonly shape: Shape;
  readonly hasDefault: boolean;
  readonly aliases: readonly string[];
}

const fieldNames = ["a", "b", "c", "d", "e"] as const;
const defaults: Readonly<Record<string, unknown>> = {
  null: null,
  boolean: true,
  int: 1,
  long: 2,
  float: 1.5,
  double: 2.5,
  string: "x",
  bytes: "y",
};

const primitive = fc
  .constantFrom("boolean", "int", "long", "float", "double", "string", "bytes")
  .map((name): Shape => ({ kind: "primitive", name }));
/** Mostly none: another name is another type. */
const suffix = fc.oneof(
  { weight: 9, arbitrary: fc.constant("") },
  { weight: 1, arbitrary: fc.constant("x") },
);
const enumeration = fc
  .record({ symbols: fc.subarray(["RED", "GREEN", "BLUE"], { minLength: 1 }), suffix })
  .map((each): Shape => ({ kind: "enum", ...each }));
const fixed = fc
  .record({ size: fc.constantFrom(4, 8), suffix })
  .map((each): Shape => ({ kind: "fixed", ...each }));
const choice = fc.constant<Shape>({ kind: "choice" });

function shapeOf(depth: number): fc.Arbitrary<Shape> {
  const leaf = fc.oneof({ weight: 6, arbitrary: primitive }, enumeration, fixed, choice);
  if (depth === 0) return leaf;
  const inner = shapeOf(depth - 1);
  return fc.oneof(
    { weight: 4, arbitrary: leaf },
    {
      weight: 2,
      arbitrary: leaf
        .filter(({ kind }) => kind !== "choice")
        .map((value): Shape => ({ kind: "optional", value })),
    },
    inner.map((items): Shape => ({ kind: "array", items })),
    inner.map((values): Shape => ({ kind: "map", values })),
    recordOf(depth - 1).map(([shape]) => shape),
  );
}

const alias = fc.oneof(
  { weight: 5, arbitrary: fc.constant<readonly string[]>([]) },
  { weight: 1, arbitrary: fc.constantFrom(...fieldNames).map((name) => [name]) },
);

/** A record and a later form of it, most of whose fields are the same. */
function recordOf(depth: number): fc.Arbitrary<readonly [Shape, Shape]> {
  const field = (name: string) =>
    fc.record({ name: fc.constant(name), shape: shapeOf(depth), hasDefault: fc.boolean(), aliases: alias });
  const versions = fieldNames.map((name) =>
    fc.record({
      first: fc.option(field(name)),
      second: fc.option(field(name)),
      isSame: fc.integer({ min: 0, max: 9 }).map((number) => number < 7),
    }),
  );
  return fc.tuple(fc.tuple(...versions), suffix, suffix).map(([fields, one, two]) => {
    const before = fields.flatMap(({ first }) => (first === null ? [] : [first]));
    const after = fields.flatMap(({ first, second, isSame }) => (isSame ? first : second) ?? []);
    return [
      { kind: "record", fields: before, suffix: one },
      { kind: "record", fields: after, suffix: two },
    ] as const;
  });
}

/** Pairs that differ in a few fields, of every type that Avro has. */
export const schemaPairs: fc.Arbitrary<SchemaPair> = recordOf(2).map(([before, after]) => ({
  before: toAvro(before, "r"),
  after: toAvro(after, "r"),
}));

function toAvro(shape: Shape, path: string): AvroJson {
  switch (shape.kind) {
    case "primitive":
      return shape.name;
    case "enum":
      return { type: "enum", name: `${path}${shape.suffix}`, symbols: shape.symbols };
    case "fixed":
      return { type: "fixed", name: `${path}${shape.suffix}`, size: shape.size };
    case "array":
      return { type: "array", items: toAvro(shape.items, `${path}__item`) };
    case "map":
      return { type: "map", values: toAvro(shape.values, `${path}__value`) };
    case "optional":
      return ["null", toAvro(shape.value, path)];
    case "choice":
      return ["int", "string"];
    case "record":
      return {
        type: "record",
        name: `${path}${shape.suffix}`,
        namespace: "io.example",
        fields: shape.fields.map((field) => fieldOf(field, shape.fields, path)),
      };
  }
}

function fieldOf(
  { name, shape, hasDefault, aliases }: Field,
  siblings: readonly Field[],
  path: string,
): AvroJson {
  const value = defaultOf(shape);
  const free = aliases.filter((each) => siblings.every((other) => other.name !== each));
  return {
    name,
    type: toAvro(shape, `${path}__${name}`),
    ...(hasDefault && value !== undefined ? { default: value } : {}),
    ...(free.length === 0 ? {} : { aliases: free }),
  };
}

function defaultOf(shape: Shape): unknown {
  if (shape.kind === "optional") return null;
  if (shape.kind === "array") return [];
  if (shape.kind === "map") return {};
  if (shape.kind === "enum") return shape.symbols[0];
  return shape.kind === "primitive" ? defaults[shape.name] : undefined;
}
