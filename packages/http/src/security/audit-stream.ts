import { openSync, writeSync } from "node:fs";
import { createLogger, type Logger } from "@millrace/common";

/**
 * Where audit lines go: beside the other lines and marked with `"audit":true`, or, so that they can be kept longer and shown
 * to fewer people, to a file of their own. No log level leaves them out.
 * @param log the program's
 * @param file made when there is none, for its owner alone; appended to
 */
export function auditStream(log: Logger, file?: string): Logger {
  if (file === undefined) return log.child({ audit: true }, { level: "info" });
  const descriptor = openSync(file, "a", 0o600);
  const destination = { write: (line: string) => void writeSync(descriptor, line) };
  return createLogger({ program: "publisher", destination }).child({ audit: true });
}
