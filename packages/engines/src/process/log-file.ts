import { closeSync, fstatSync, openSync, readSync, renameSync, statSync } from "node:fs";

const rotateAboveBytes = 10 * 1024 * 1024;

/**
 * Opens a log for appending and gives its descriptor, to be handed to a child: the child writes straight to the file,
 * so it neither blocks on its parent nor dies with it. A log above 10 MiB is first moved to `<name>.1`.
 */
export function openLog(file: string): number {
  const size = statSync(file, { throwIfNoEntry: false })?.size ?? 0;
  if (size > rotateAboveBytes) renameSync(file, `${file}.1`);
  return openSync(file, "a", 0o600);
}

/** The last non-empty lines of a log; none where the file is missing. */
export function lastLogLines(file: string, count = 15): string[] {
  const windowBytes = 64 * 1024;
  let descriptor: number;
  try {
    descriptor = openSync(file, "r");
  } catch {
    return [];
  }
  try {
    const size = fstatSync(descriptor).size;
    const buffer = Buffer.alloc(Math.min(size, windowBytes));
    readSync(descriptor, buffer, 0, buffer.length, size - buffer.length);
    return buffer
      .toString("utf8")
      .split("\n")
      .filter((line) => line.trim() !== "")
      .slice(-count);
  } finally {
    closeSync(descriptor);
  }
}
