import type { AvroSchema } from "./avro-schema.ts";
import { findRenamed } from "./resolve.ts";

/**
 * Fields that a reader fills with their defaults although the writer has one that looks like them: of the same type, and the
 * only one that the reader does not know. Nested records are left out.
 */
export function likelyRenamings(
  reader: AvroSchema,
  writer: AvroSchema,
): readonly { readonly from: string; readonly to: string }[] {
  if (reader.kind !== "record" || writer.kind !== "record") return [];
  const written = new Set(writer.fields.map(({ name }) => name));
  const added = reader.fields.filter(
    ({ name, aliases }) => ![name, ...aliases].some((each) => written.has(each)),
  );
  const [only, ...others] = added;
  // Where several are new, nobody can tell which of them is the old one.
  if (only === undefined || others.length > 0) return [];
  const from = findRenamed(only, { reader, writer });
  return from === undefined ? [] : [{ from, to: only.name }];
}
