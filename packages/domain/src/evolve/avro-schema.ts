/** An Avro schema with every name looked up; a record that holds itself is the same object again. */
export type AvroSchema =
  | PrimitiveSchema
  | FixedSchema
  | EnumSchema
  | RecordSchema
  | { readonly kind: "array"; readonly items: AvroSchema }
  | { readonly kind: "map"; readonly values: AvroSchema }
  | UnionSchema;

/** What the bytes of a value mean beyond their type; Avro's own rules of resolution ignore it. */
export type Meaning = Readonly<Record<string, unknown>>;

export interface PrimitiveSchema {
  readonly kind: "primitive";
  readonly name: Primitive;
  readonly meaning: Meaning;
}

interface Named {
  /** With its namespace: `io.millrace.shop.purchase`. */
  readonly name: string;
  /** Other names, with their namespaces, whose records a reader of this schema takes for its own. */
  readonly aliases: readonly string[];
}

export interface FixedSchema extends Named {
  readonly kind: "fixed";
  readonly size: number;
  readonly meaning: Meaning;
}

export interface EnumSchema extends Named {
  readonly kind: "enum";
  readonly symbols: readonly string[];
  /** Whether a reader has a symbol for those that it does not know. */
  readonly hasDefault: boolean;
}

export interface RecordSchema extends Named {
  readonly kind: "record";
  readonly fields: readonly FieldSchema[];
}

export interface FieldSchema {
  readonly name: string;
  readonly aliases: readonly string[];
  readonly hasDefault: boolean;
  readonly type: AvroSchema;
}

export interface UnionSchema {
  readonly kind: "union";
  readonly branches: readonly AvroSchema[];
}

const primitives = ["null", "boolean", "int", "long", "float", "double", "bytes", "string"] as const;
export type Primitive = (typeof primitives)[number];

/**
 * Reads an Avro schema, as JSON data.
 * https://avro.apache.org/docs/1.12.0/specification/#schema-declaration
 *
 * @throws Error when it is none
 */
export function parseAvro(schema: unknown): AvroSchema {
  return parse(schema, { namespace: "", named: new Map() });
}

interface Scope {
  readonly namespace: string;
  readonly named: Map<string, AvroSchema>;
}

type Json = Readonly<Record<string, unknown>>;

function parse(schema: unknown, scope: Scope): AvroSchema {
  if (Array.isArray(schema)) return { kind: "union", branches: schema.map((each) => parse(each, scope)) };
  if (typeof schema === "string") return parseName(schema, {}, scope);
  if (typeof schema !== "object" || schema === null)
    throw new Error(`${JSON.stringify(schema)} is no Avro schema`);
  const json = schema as Json;
  switch (json["type"]) {
    case "array":
      return { kind: "array", items: parse(json["items"], scope) };
    case "map":
      return { kind: "map", values: parse(json["values"], scope) };
    case "record":
    case "error":
      return parseRecord(json, scope);
    case "enum":
      return define(scope, {
        kind: "enum",
        ...namesOf(json, scope),
        symbols: listOf(json["symbols"]).map(String),
        hasDefault: json["default"] !== undefined,
      });
    case "fixed":
      return define(scope, {
        kind: "fixed",
        ...namesOf(json, scope),
        size: Number(json["size"]),
        meaning: meaningOf(json),
      });
  }
  return typeof json["type"] === "string" ? parseName(json["type"], json, scope) : parse(json["type"], scope);
}

function parseName(name: string, json: Json, { namespace, named }: Scope): AvroSchema {
  const primitive = primitives.find((each) => each === name);
  if (primitive !== undefined) return { kind: "primitive", name: primitive, meaning: meaningOf(json) };
  const found = named.get(qualify(name, namespace)) ?? named.get(name);
  if (found === undefined) throw new Error(`the Avro type ${name} is not defined`);
  return found;
}

function parseRecord(json: Json, scope: Scope): RecordSchema {
  const names = namesOf(json, scope);
  const fields: FieldSchema[] = [];
  // Known before its fields are read: they may name it.
  const record = define(scope, { kind: "record", ...names, fields });
  const inner = { ...scope, namespace: namespaceOf(names.name) };
  for (const field of listOf(json["fields"]) as readonly Json[])
    fields.push({
      name: String(field["name"]),
      aliases: listOf(field["aliases"]).map(String),
      hasDefault: field["default"] !== undefined,
      type: parse(field["type"], inner),
    });
  return record;
}

function define<Schema extends FixedSchema | EnumSchema | RecordSchema>(
  scope: Scope,
  schema: Schema,
): Schema {
  scope.named.set(schema.name, schema);
  return schema;
}

function namesOf(json: Json, scope: Scope): Named {
  const own = json["namespace"];
  const name = qualify(String(json["name"]), typeof own === "string" ? own : scope.namespace);
  const aliases = listOf(json["aliases"]).map((alias) => qualify(String(alias), namespaceOf(name)));
  return { name, aliases };
}

function qualify(name: string, namespace: string): string {
  return name.includes(".") || namespace === "" ? name : `${namespace}.${name}`;
}

/** The part of a full name before its last dot; empty where there is none. */
export function namespaceOf(name: string): string {
  return name.slice(0, Math.max(name.lastIndexOf("."), 0));
}

/** The part of a full name behind its last dot. */
export function simpleName(name: string): string {
  return name.slice(name.lastIndexOf(".") + 1);
}

/** What changes how a value is understood: its logical type, and what money says of itself. */
const meaningKeys = ["logicalType", "precision", "scale", "currency", "unit"] as const;

function meaningOf(json: Json): Meaning {
  const entries = meaningKeys.map((key) => [key, json[key]] as const);
  const meaning = Object.fromEntries(entries.filter(([, value]) => value !== undefined));
  // Absent, a decimal's scale is zero.
  return meaning["logicalType"] === "decimal" ? { scale: 0, ...meaning } : meaning;
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}
