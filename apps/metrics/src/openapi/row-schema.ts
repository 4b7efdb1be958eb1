import type { JsonSchema, ServedColumnPlan, ServedTablePlan } from "@millrace/domain";

/** A row of a table as it is answered; which columns are there is the caller's choice. */
export function rowSchema({ columns, isWindow, doc }: ServedTablePlan): JsonSchema {
  const own = columns.map((column) => [column.name, columnSchema(column)] as const);
  const windows = isWindow ? ["window_start", "window_end"] : [];
  return {
    type: "object",
    ...(doc === undefined ? {} : { description: doc }),
    properties: { ...Object.fromEntries(own), ...rowFacts },
    required: [...windows, "is_final", "as_of"],
    additionalProperties: false,
  };
}

const instant = { type: "string", format: "date-time" };

/** What every row says of itself. */
const rowFacts: Readonly<Record<string, JsonSchema>> = {
  is_final: { type: "boolean", description: "Whether no later event can change the row." },
  as_of: { ...instant, description: "When the store learned the row as it is." },
};

/** A group's row: its columns, `<function>.<measure>`, and for which rows that holds. */
export const groupSchema: JsonSchema = {
  type: "object",
  description:
    "With group_by, sum, avg, min, max or count: the group's columns (bucket_start of a bucket), `<function>.<measure>`, " +
    "from where to where the windows reach, whether all of them are final, and as of when.",
  properties: {
    bucket_start: instant,
    count: { type: "integer", minimum: 0 },
    window_start: { type: ["string", "null"], format: "date-time" },
    window_end: { type: ["string", "null"], format: "date-time" },
    is_final: { type: ["boolean", "null"] },
    as_of: { type: ["string", "null"], format: "date-time" },
  },
  required: ["is_final", "as_of"],
};

function columnSchema({ type, nullable, doc, unit, isMinorUnits }: ServedColumnPlan): JsonSchema {
  const schema = typeSchema(type);
  const words = isMinorUnits === true ? `In the smallest units of ${unit}.` : undefined;
  const description = [doc, schema["description"], words].filter((each) => each !== undefined).join(" ");
  return {
    ...schema,
    ...(nullable ? { type: [schema["type"], "null"].flat() } : {}),
    ...(description === "" ? {} : { description }),
  };
}

/** A value of a column in an answer. */
export function typeSchema(type: string): JsonSchema {
  if (type.endsWith("[]")) return { type: "array", items: typeSchema(type.slice(0, -2)) };
  if (type === "integer") return { type: "integer", format: "int32" };
  if (type === "double precision") return { type: ["number", "null"], format: "double" };
  if (type === "boolean") return { type: "boolean" };
  if (type === "timestamptz") return instant;
  if (type === "bigint")
    return { type: ["integer", "string"], description: "Text beyond the whole numbers that a double holds." };
  if (type.startsWith("numeric"))
    return { type: ["number", "string"], description: "Exact; text where it has more than 15 digits." };
  return { type: "string" };
}
