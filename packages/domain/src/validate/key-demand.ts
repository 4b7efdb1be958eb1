import type { AttributeInput } from "../schema/attribute-schema.ts";

const keyTypes = new Set(["string", "int", "long", "boolean", "timestamp", "enum"]);

/** What a column must be of which rows are told apart in a store. */
export const keyDemand = {
  expected: "a value that is always there, of type string, int, long, boolean, timestamp or enum",
  holds: ({ type, optional }: AttributeInput) => keyTypes.has(type) && optional !== true,
};
