import { writeFileSync } from "node:fs";
import type { ScriptStep } from "./script.ts";

/** Writes a script in the form that the table connector `millrace-events` reads. */
export function writeScript(file: string, steps: readonly ScriptStep[]): void {
  writeFileSync(file, steps.map((step) => `${lineOf(step)}\n`).join(""));
}

function lineOf(step: ScriptStep): string {
  if (step.kind === "watermark") return JSON.stringify({ watermark: step.atMs });
  return JSON.stringify({ row: step.row }, (_key, value: unknown) =>
    typeof value === "bigint" ? String(value) : value,
  );
}
