import type { AvroSchema, EnumSchema, FieldSchema, FixedSchema, RecordSchema } from "./avro-schema.ts";

/**
 * One reason why a reader with one schema cannot read, or misunderstands, what was written with another. `path` leads to the
 * value: names of fields, `[]` for an array's items, `{}` for a map's values.
 */
export type Mismatch = { readonly path: readonly string[] } & MismatchReason;

export type MismatchReason =
  /** The reader's field is not written, and has no default. `field` is the last step of the path. */
  | {
      readonly kind: "no-default";
      readonly field: FieldSchema;
      /** The written field that the reader does not know and that alone has this field's type. */
      readonly renamedFrom?: string;
    }
  /** Two written fields go by the field's name and aliases. */
  | { readonly kind: "ambiguous-alias"; readonly names: readonly string[] }
  /** The writer may write null, the reader takes none. */
  | { readonly kind: "null" }
  /** The written type is not the reader's, and is not promoted to it. */
  | { readonly kind: "type"; readonly reader: AvroSchema; readonly writer: AvroSchema }
  /** The reader does not know these symbols. */
  | { readonly kind: "symbols"; readonly reader: EnumSchema; readonly unknown: readonly string[] }
  /** A record, enum or fixed of another name, or of the same name in another namespace. */
  | { readonly kind: "name"; readonly reader: Named; readonly writer: Named }
  | { readonly kind: "size"; readonly reader: FixedSchema; readonly writer: FixedSchema }
  /** Every value can be read, and means something else. */
  | { readonly kind: "meaning"; readonly reader: AvroSchema; readonly writer: AvroSchema };

type Named = FixedSchema | EnumSchema | RecordSchema;

/** Whether values cannot be read at all. What is only misunderstood is no matter of Avro's rules of resolution. */
export function isUnreadable({ kind }: Mismatch): boolean {
  return kind !== "meaning";
}
