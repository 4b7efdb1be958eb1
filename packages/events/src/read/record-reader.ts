import { randomUUID } from "node:crypto";
import type { Column } from "@millrace/domain";
import { Faults } from "./faults.ts";
import { isObject, readUnknown } from "./object.ts";
import type { Reader, ReaderOf } from "./reader.ts";
import { requestFact, type WhenMissing } from "./request-fact.ts";

/** One attribute of an object: what it is called outside and inside, and how it is read. */
export interface Field {
  readonly attribute: string;
  readonly name: string;
  readonly read: Reader;
  /** What a missing attribute becomes; where there is none it is read as undefined. */
  readonly whenMissing?: WhenMissing;
}

/** The field of a column. */
export function fieldOf(column: Column, read: Reader): Field {
  const { attribute, name } = column;
  const whenMissing = fallback(column, read);
  return { attribute, name, read, ...(whenMissing === undefined ? {} : { whenMissing }) };
}

/** A nested object. */
export function nestedReader(columns: readonly Column[], readerOf: ReaderOf): Reader {
  return recordReader(columns.map((column) => fieldOf(column, readerOf(column))));
}

/** An object of exactly these attributes; becomes one with their columns' names. */
export function recordReader(fields: readonly Field[]): Reader {
  const known = fields.map(({ attribute }) => attribute);
  const isInherited = fields.map(({ attribute }) => attribute in Object.prototype);
  return (value, faults) => {
    if (!isObject(value)) return faults.add(value, "an object");
    const record: Record<string, unknown> = {};
    let found = 0;
    for (let at = 0; at < fields.length; at += 1) {
      const field = fields[at] as Field;
      const { attribute } = field;
      const given = isInherited[at] && !Object.hasOwn(value, attribute) ? undefined : value[attribute];
      if (given !== undefined) found += 1;
      record[field.name] = readField(field, given, faults);
    }
    if (Object.keys(value).length !== found) readUnknown(value, known, faults);
    return record;
  };
}

function readField({ attribute, read, whenMissing }: Field, value: unknown, faults: Faults): unknown {
  const since = faults.count;
  const isMade = value === undefined && whenMissing !== undefined;
  const result = isMade ? whenMissing(faults) : read(value, faults);
  if (faults.count > since) faults.under(attribute, since);
  return result;
}

function fallback(column: Column, read: Reader): WhenMissing | undefined {
  const otherwise = withoutRequest(column, read);
  return column.fromRequest === undefined ? otherwise : requestFact(column, read, otherwise);
}

function withoutRequest(column: Column, read: Reader): WhenMissing | undefined {
  if (column.type.kind === "string" && column.type.generated === "uuid") return newId;
  if (column.default !== undefined) {
    // A default stands in domain.yaml for everybody to read: there is nothing to mask.
    const value = column.mask === undefined ? read(column.default, new Faults()) : column.default;
    return () => value;
  }
  return column.isOptional ? () => null : undefined;
}

function newId({ context: { newId: make = randomUUID } }: Faults): string {
  return make();
}
