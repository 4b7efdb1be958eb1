import { isDeepStrictEqual } from "node:util";
import {
  type AvroSchema,
  type EnumSchema,
  type FieldSchema,
  type FixedSchema,
  type Primitive,
  type PrimitiveSchema,
  type RecordSchema,
  type UnionSchema,
} from "./avro-schema.ts";
import { isUnreadable, type Mismatch, type MismatchReason } from "./mismatch.ts";

/** The written types that a reader's type also takes. */
const promotions: Readonly<Partial<Record<Primitive, readonly Primitive[]>>> = {
  long: ["int"],
  float: ["int", "long"],
  double: ["int", "long", "float"],
  string: ["bytes"],
  bytes: ["string"],
};

/** A pair under comparison: a record that holds itself is compared once. */
type Pairs = readonly (readonly [AvroSchema, AvroSchema])[];

/**
 * Why a reader cannot read, or misunderstands, what a writer writes: every reason, in the order of the reader's fields; empty
 * where it reads everything rightly. Follows Avro's rules of schema resolution. Names are compared with their namespaces:
 * readers in Java do so for enums and fixed types, although the registry's check compares the last part alone.
 *
 * https://avro.apache.org/docs/1.12.0/specification/#schema-resolution
 */
export function findMismatches(reader: AvroSchema, writer: AvroSchema): readonly Mismatch[] {
  return resolve(reader, writer, []);
}

function resolve(reader: AvroSchema, writer: AvroSchema, seen: Pairs): readonly Mismatch[] {
  if (seen.some(([r, w]) => r === reader && w === writer)) return [];
  const pairs: Pairs = [...seen, [reader, writer]];
  if (writer.kind === "union") return fromUnion(reader, writer, pairs);
  if (reader.kind === "union") return intoUnion(reader, writer, pairs);
  if (isNull(writer) && !isNull(reader)) return because({ kind: "null" });
  if (reader.kind === "primitive" || writer.kind === "primitive") return resolvePrimitive(reader, writer);
  if (reader.kind === "array" && writer.kind === "array")
    return below("[]", resolve(reader.items, writer.items, pairs));
  if (reader.kind === "map" && writer.kind === "map")
    return below("{}", resolve(reader.values, writer.values, pairs));
  if (reader.kind === "enum" && writer.kind === "enum") return resolveEnum(reader, writer);
  if (reader.kind === "fixed" && writer.kind === "fixed") return resolveFixed(reader, writer);
  if (reader.kind === "record" && writer.kind === "record") return resolveRecord(reader, writer, pairs);
  return because({ kind: "type", reader, writer });
}

/** Whatever may be written has to be readable. */
function fromUnion(reader: AvroSchema, { branches }: UnionSchema, pairs: Pairs): readonly Mismatch[] {
  return branches.flatMap((branch) => resolve(reader, branch, pairs));
}

/** One branch that reads it is enough; where none does, the only one that holds a value says why. */
function intoUnion({ branches }: UnionSchema, writer: AvroSchema, pairs: Pairs): readonly Mismatch[] {
  const tried = branches.map((branch) => resolve(branch, writer, pairs));
  const readable = tried.filter((mismatches) => !mismatches.some(isUnreadable));
  const best = readable.find((mismatches) => mismatches.length === 0) ?? readable[0];
  if (best !== undefined) return best;
  if (isNull(writer)) return because({ kind: "null" });
  const [only, ...others] = branches.filter((branch) => !isNull(branch));
  if (only !== undefined && others.length === 0) return resolve(only, writer, pairs);
  return because({ kind: "type", reader: { kind: "union", branches }, writer });
}

function resolvePrimitive(reader: AvroSchema, writer: AvroSchema): readonly Mismatch[] {
  if (reader.kind !== "primitive" || writer.kind !== "primitive")
    return because({ kind: "type", reader, writer });
  const isPromoted = promotions[reader.name]?.includes(writer.name) === true;
  if (reader.name !== writer.name && !isPromoted) return because({ kind: "type", reader, writer });
  return meansTheSame(reader, writer) ? [] : because({ kind: "meaning", reader, writer });
}

/**
 * A number that becomes a wider one means the same; one that becomes a point in time, or money of another currency, does
 * not. A decimal needs the same scale, and the reader at least as many digits.
 */
function meansTheSame({ meaning: reader }: HasMeaning, { meaning: writer }: HasMeaning): boolean {
  const { precision: readable, ...readerRest } = reader;
  const { precision: written, ...writerRest } = writer;
  return isDeepStrictEqual(readerRest, writerRest) && Number(readable ?? 0) >= Number(written ?? 0);
}

type HasMeaning = PrimitiveSchema | FixedSchema;

function resolveEnum(reader: EnumSchema, writer: EnumSchema): readonly Mismatch[] {
  const unknown = writer.symbols.filter((symbol) => !reader.symbols.includes(symbol));
  return [
    ...compareNames(reader, writer),
    ...(unknown.length === 0 || reader.hasDefault ? [] : because({ kind: "symbols", reader, unknown })),
  ];
}

function resolveFixed(reader: FixedSchema, writer: FixedSchema): readonly Mismatch[] {
  return [
    ...compareNames(reader, writer),
    ...(reader.size === writer.size ? [] : because({ kind: "size", reader, writer })),
    ...(meansTheSame(reader, writer) ? [] : because({ kind: "meaning", reader, writer })),
  ];
}

function resolveRecord(reader: RecordSchema, writer: RecordSchema, pairs: Pairs): readonly Mismatch[] {
  return [
    ...compareNames(reader, writer),
    ...reader.fields.flatMap((field) => resolveField(field, { reader, writer }, pairs)),
  ];
}

function resolveField(
  field: FieldSchema,
  { reader, writer }: { readonly reader: RecordSchema; readonly writer: RecordSchema },
  pairs: Pairs,
): readonly Mismatch[] {
  const [found, ...others] = namesOf(field).flatMap((name) =>
    writer.fields.filter((each) => each.name === name),
  );
  if (others.length > 0)
    return below(
      field.name,
      because({ kind: "ambiguous-alias", names: [found, ...others].map((each) => each?.name ?? "") }),
    );
  if (found !== undefined) return below(field.name, resolve(field.type, found.type, pairs));
  if (field.hasDefault) return [];
  const renamedFrom = findRenamed(field, { reader, writer });
  return below(
    field.name,
    because({ kind: "no-default", field, ...(renamedFrom === undefined ? {} : { renamedFrom }) }),
  );
}

/** The one written field that no field of the reader takes and whose values the field could read. */
export function findRenamed(
  field: FieldSchema,
  { reader, writer }: { readonly reader: RecordSchema; readonly writer: RecordSchema },
): string | undefined {
  const taken = new Set(reader.fields.flatMap(namesOf));
  const left = writer.fields.filter(
    ({ name, type }) => !taken.has(name) && resolve(field.type, type, []).length === 0,
  );
  return left.length === 1 ? left[0]?.name : undefined;
}

function namesOf({ name, aliases }: FieldSchema): readonly string[] {
  return [...new Set([name, ...aliases])];
}

function compareNames<Schema extends FixedSchema | EnumSchema | RecordSchema>(
  reader: Schema,
  writer: Schema,
): readonly Mismatch[] {
  const isKnown = reader.name === writer.name || reader.aliases.includes(writer.name);
  return isKnown ? [] : because({ kind: "name", reader, writer });
}

function isNull(schema: AvroSchema): boolean {
  return schema.kind === "primitive" && schema.name === "null";
}

function because(reason: MismatchReason): readonly Mismatch[] {
  return [{ path: [], ...reason }];
}

function below(step: string, mismatches: readonly Mismatch[]): readonly Mismatch[] {
  return mismatches.map((mismatch) => ({ ...mismatch, path: [step, ...mismatch.path] }));
}
