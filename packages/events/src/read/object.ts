import { describeFound, suggest } from "@millrace/common";
import type { Faults } from "./faults.ts";

/** What JSON calls an object. */
export type JsonObject = Readonly<Record<string, unknown>>;

export function isObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Adds a fault for every member of an object that is not among those known. */
export function readUnknown(value: JsonObject, known: readonly string[], faults: Faults): void {
  const found = describeFound(value);
  for (const key of Object.keys(value)) {
    if (known.includes(key)) continue;
    const suggestion = faults.isFull ? undefined : suggest(key.slice(0, 100), known);
    faults.addDescribed(found, `no unknown key (found ${shown(key)})`, suggestion);
  }
}

function shown(key: string): string {
  return key.length > 80 ? `${key.slice(0, 80)}…` : key;
}
