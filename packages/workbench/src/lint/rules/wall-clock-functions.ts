import type { FunctionCall } from "../statement/expression.ts";

const clocks = new Set(
  `NOW CURRENT_TIMESTAMP CURRENT_ROW_TIMESTAMP CURRENT_DATE CURRENT_TIME LOCALTIME LOCALTIMESTAMP
  PROCTIME`.split(/\s+/),
);

/** Whether a call asks the machine what time it is. */
export function readsClock({ name, args }: FunctionCall): boolean {
  return clocks.has(name) || (name === "UNIX_TIMESTAMP" && args.length === 0);
}
