import { createHash } from "node:crypto";
import { createReadStream, readdirSync, type Stats, statSync } from "node:fs";
import { join, relative, sep } from "node:path";
import { pipeline } from "node:stream/promises";

/** Every file below a folder, as paths with forward slashes relative to it, sorted. */
export function filesBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)).split(sep).join("/"))
    .sort();
}

/** Size and modification time; undefined where the file is missing. */
export function statOf(file: string): Stats | undefined {
  return statSync(file, { throwIfNoEntry: false });
}

/** SHA-256 of a file's bytes in lower-case hex. */
export async function sha256Of(file: string): Promise<string> {
  const hash = createHash("sha256");
  await pipeline(createReadStream(file, { highWaterMark: 1024 * 1024 }), hash);
  return hash.digest("hex");
}
