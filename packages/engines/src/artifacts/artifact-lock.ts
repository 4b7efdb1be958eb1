import { readFileSync, writeFileSync } from "node:fs";

/** One file of an artifact set, as it must be. */
export interface LockedFile {
  readonly sizeBytes: number;
  readonly sha256: string;
}

/** Every file of every artifact set, by `<set>/<path>`: what was resolved once is what is resolved everywhere. */
export type ArtifactLock = Readonly<Record<string, LockedFile>>;

/** Reads the lock file. */
export function readArtifactLock(file: string): ArtifactLock {
  return JSON.parse(readFileSync(file, "utf8")) as ArtifactLock;
}

/** Writes the lock file, sorted by path. */
export function writeArtifactLock(file: string, lock: ArtifactLock): void {
  const sorted = Object.fromEntries(Object.entries(lock).sort(([a], [b]) => (a < b ? -1 : 1)));
  const lines = Object.entries(sorted).map(
    ([path, entry]) => `  ${JSON.stringify(path)}: ${JSON.stringify(entry)}`,
  );
  writeFileSync(file, `{\n${lines.join(",\n")}\n}\n`);
}
