import type { FlinkRow } from "@millrace/flink";
import { plainRow } from "./show-value.ts";

/** A text that YAML reads as itself without quotes, on every version of YAML. */
const plainText = /^[A-Za-z][\w./-]*(?: [\w./-]+)*$/;
const reserved = /^(?:true|false|yes|no|on|off|null|y|n)$/i;

/** A row as one line of YAML: `{ postcode: SW19, window_start: "14:44:00" }`. */
export function rowText(row: FlinkRow, date: string | undefined): string {
  return flowText(plainRow(row, date));
}

function flowText(value: unknown): string {
  if (typeof value === "string")
    return plainText.test(value) && !reserved.test(value) ? value : JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map(flowText).join(", ")}]`;
  if (typeof value !== "object" || value === null) return String(value);
  const entries = Object.entries(value).map(([name, item]) => `${flowText(name)}: ${flowText(item)}`);
  return entries.length === 0 ? "{}" : `{ ${entries.join(", ")} }`;
}
