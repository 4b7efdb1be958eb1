import type { Reader } from "./reader.ts";

/** True or false, and no word or number for it. */
export const booleanReader: Reader = (value, faults) => {
  if (typeof value === "boolean") return value;
  faults.add(value, "true or false");
};
