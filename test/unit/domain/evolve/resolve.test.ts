import avsc from "avsc";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parseAvro } from "../../../../packages/domain/src/evolve/avro-schema.ts";
import { isUnreadable } from "../../../../packages/domain/src/evolve/mismatch.ts";
import { findMismatches } from "../../../../packages/domain/src/evolve/resolve.ts";
import { type AvroJson, schemaPairs } from "./schema-pairs.ts";

function mismatches(reader: AvroJson, writer: AvroJson) {
  return findMismatches(parseAvro(reader), parseAvro(writer));
}

function kinds(reader: AvroJson, writer: AvroJson): readonly string[] {
  return mismatches(reader, writer).map(({ kind, path }) => [...path, kind].join(" "));
}

/** Whether another implementation of Avro can read it. */
function isReadableByAvsc(reader: AvroJson, writer: AvroJson): boolean {
  const typeOf = (schema: AvroJson) => avsc.Type.forSchema(schema as avsc.Schema, { wrapUnions: true });
  const [readerType, writerType] = [typeOf(reader), typeOf(writer)];
  try {
    readerType.createResolver(writerType);
    return true;
  } catch {
    return false;
  }
}

const record = (fields: readonly unknown[], name = "r") => ({ type: "record", name, fields });
const long = (logicalType?: string) => (logicalType === undefined ? "long" : { type: "long", logicalType });
const decimal = (precision: number, scale: number) => ({
  type: "bytes",
  logicalType: "decimal",
  precision,
  scale,
});

describe("reading with another schema", () => {
  test("works exactly where avsc's resolver can be made", () => {
    let readable = 0;
    fc.assert(
      fc.property(schemaPairs, ({ before, after }) => {
        for (const [reader, writer] of [
          [after, before],
          [before, after],
        ] as const) {
          const isReadable = !mismatches(reader, writer).some(isUnreadable);
          if (isReadable) readable += 1;
          expect(isReadable).toBe(isReadableByAvsc(reader, writer));
        }
      }),
      { numRuns: 200, seed: 5 },
    );
    // Pairs that are all incompatible would prove nothing.
    expect(readable).toBeGreaterThan(40);
  });

  test("tells every field that stands in the way", () => {
    const writer = record([
      { name: "a", type: "string" },
      { name: "b", type: ["null", "int"] },
      { name: "c", type: { type: "enum", name: "colour", symbols: ["RED", "BLUE"] } },
    ]);
    const reader = record([
      { name: "a", type: "int" },
      { name: "b", type: "int" },
      { name: "c", type: { type: "enum", name: "colour", symbols: ["RED"] } },
      { name: "d", type: { type: "array", items: "string" } },
    ]);
    expect(kinds(reader, writer)).toEqual(["a type", "b null", "c symbols", "d no-default"]);
  });

  test("names the place inside arrays, maps and records", () => {
    const nested = (type: unknown) =>
      record([
        { name: "list", type: { type: "array", items: record([{ name: "x", type }], "inner") } },
        { name: "map", type: { type: "map", values: ["null", type] } },
      ]);
    expect(kinds(nested("int"), nested("string"))).toEqual(["list [] x type", "map {} type"]);
  });

  test("finds a field again by its alias", () => {
    const writer = record([{ name: "land", type: "string" }]);
    const reader = record([{ name: "country", type: "string", aliases: ["land"] }]);
    expect(kinds(reader, writer)).toEqual([]);
    expect(mismatches(record([{ name: "country", type: "string" }]), writer)).toMatchObject([
      { kind: "no-default", renamedFrom: "land" },
    ]);
  });

  test("ends for a record that holds itself", () => {
    const list = (type: unknown) =>
      record([
        { name: "value", type },
        { name: "next", type: ["null", "r"] },
      ]);
    expect(kinds(list("long"), list("int"))).toEqual([]);
    expect(kinds(list("int"), list("long"))).toEqual(["value type"]);
  });

  test.each([
    ["a time that was a number", long("timestamp-millis"), long()],
    ["another unit of time", long("timestamp-micros"), long("timestamp-millis")],
    ["another scale", decimal(10, 3), decimal(10, 2)],
    ["fewer digits", decimal(8, 2), decimal(10, 2)],
    ["another currency", { type: "long", currency: "EUR" }, { type: "long", currency: "USD" }],
  ])("warns of %s, which Avro itself would read", (_what, reader, writer) => {
    expect(kinds(reader, writer)).toEqual(["meaning"]);
    expect(isReadableByAvsc(reader, writer)).toBe(true);
  });

  test("takes more digits for the same", () => {
    expect(kinds(decimal(12, 2), decimal(10, 2))).toEqual([]);
  });

  test("compares names with their namespaces", () => {
    const colour = (namespace: string) => ({ type: "enum", name: "colour", namespace, symbols: ["RED"] });
    expect(kinds(colour("shop"), colour("store"))).toEqual(["name"]);
    expect(kinds({ ...colour("shop"), aliases: ["store.colour"] }, colour("store"))).toEqual([]);
  });
});
