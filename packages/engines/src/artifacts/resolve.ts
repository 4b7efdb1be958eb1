import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { homedir } from "node:os";
import { basename, join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { claimFile } from "../process/exclusive-file.ts";
import { filesBelow, sha256Of, statOf } from "./artifact-files.ts";
import { type ArtifactLock, readArtifactLock, writeArtifactLock } from "./artifact-lock.ts";
import { ArtifactMismatchError } from "./errors.ts";
import { type MavenProgress, runMaven } from "./maven.ts";

const pomFolder = join(import.meta.dirname, "..", "..", "artifacts");
const lockPath = join(pomFolder, "artifacts.lock.json");
/** Built here from source, so their bytes depend on the JDK. */
const builtHere = [
  "launchers/",
  "flink-events/",
  "workbench/",
  "connect-log/",
  "connect-metrics/",
  "connect-clickhouse/",
];

/** What the resolver is doing, for a progress display. */
export type ArtifactProgress =
  | { readonly type: "unchanged"; readonly files: number }
  | { readonly type: "corrupt"; readonly path: string; readonly reason: string }
  | { readonly type: "waiting"; readonly pid: number }
  | {
      readonly type: "resolving";
      readonly downloadedFiles: number;
      readonly files: number;
      readonly current: string;
    }
  | { readonly type: "verifying"; readonly files: number }
  | { readonly type: "resolved"; readonly files: number; readonly sizeBytes: number };

/** What {@link resolveArtifacts} needs to know. */
export interface ResolveOptions {
  /** Receives one folder an artifact set. */
  readonly artifactsDir: string;
  readonly onProgress?: (progress: ArtifactProgress) => void;
  /** Takes what Maven resolves as right and writes the lock file from it. */
  readonly updateLock?: boolean;
}

interface ResolvedStamp {
  readonly fingerprint: string;
  readonly files: Readonly<Record<string, { readonly sizeBytes: number; readonly modifiedMs: number }>>;
}

/**
 * Makes sure that every engine's artifacts stand in their folders, byte for byte as the lock file says. Does nothing
 * when they already do; a file that was changed since is resolved again.
 *
 * @throws MavenError, ArtifactMismatchError
 */
export async function resolveArtifacts(options: ResolveOptions): Promise<void> {
  const { artifactsDir, onProgress = () => undefined } = options;
  mkdirSync(artifactsDir, { recursive: true });
  const lock = options.updateLock === true ? {} : readArtifactLock(lockPath);
  const release = await claimFolder(artifactsDir, onProgress);
  try {
    if (options.updateLock !== true && isUnchanged(artifactsDir, onProgress)) {
      onProgress({ type: "unchanged", files: Object.keys(lock).length });
      return;
    }
    rmSync(stampPath(artifactsDir), { force: true });
    await resolve(options, lock, onProgress);
  } finally {
    release();
  }
}

async function resolve(
  options: ResolveOptions,
  lock: ArtifactLock,
  onProgress: (p: ArtifactProgress) => void,
): Promise<void> {
  const { artifactsDir } = options;
  const files = Object.keys(lock).length;
  const onMaven = (progress: MavenProgress) => onProgress({ type: "resolving", files, ...progress });
  // Every file is held against the lock, which says more than a repository's checksum, if it has one.
  const isStrict = options.updateLock === true;
  const run = { pomFolder, outputDir: artifactsDir, isStrict, onProgress: onMaven };
  // Maven remembers for a day that a file was missing.
  const maven = () =>
    runMaven({ ...run, asksAgain: false }).catch(() => runMaven({ ...run, asksAgain: true }));
  // A lock is taken from nothing but what Maven resolves now.
  if (options.updateLock === true)
    for (const path of artifactFiles(artifactsDir)) rmSync(join(artifactsDir, path));
  await maven();
  onProgress({ type: "verifying", files });
  if (options.updateLock === true) {
    writeArtifactLock(lockPath, await lockOf(artifactsDir));
  } else {
    removeStrangers(artifactsDir, lock);
    const wrong = await mismatches(artifactsDir, lock);
    if (wrong.length > 0) {
      for (const { path } of wrong) forgetArtifact(artifactsDir, path);
      await maven();
      const still = await mismatches(artifactsDir, lock);
      if (still.length > 0) throw new ArtifactMismatchError(still);
    }
  }
  const stamp = stampOf(artifactsDir);
  writeFileSync(stampPath(artifactsDir), JSON.stringify(stamp));
  const sizes = Object.values(stamp.files).map((file) => file.sizeBytes);
  onProgress({
    type: "resolved",
    files: sizes.length,
    sizeBytes: sizes.reduce((sum, size) => sum + size, 0),
  });
}

/** Written whenever the artifacts have been resolved anew. */
export function stampPath(artifactsDir: string): string {
  return join(artifactsDir, "resolved.json");
}

function artifactFiles(artifactsDir: string): string[] {
  return filesBelow(artifactsDir).filter((path) => path.includes("/"));
}

function isBuiltHere(path: string): boolean {
  return builtHere.some((set) => path.startsWith(set));
}

function stampOf(artifactsDir: string): ResolvedStamp {
  const files = artifactFiles(artifactsDir).map((path) => {
    const stat = statOf(join(artifactsDir, path));
    return [path, { sizeBytes: stat?.size ?? 0, modifiedMs: stat?.mtimeMs ?? 0 }] as const;
  });
  return { fingerprint: fingerprint(), files: Object.fromEntries(files) };
}

function isUnchanged(artifactsDir: string, onProgress: (progress: ArtifactProgress) => void): boolean {
  const stamp = readStamp(artifactsDir);
  if (stamp?.fingerprint !== fingerprint()) return false;
  const damaged = Object.entries(stamp.files).flatMap(([path, expected]) => {
    const found = statOf(join(artifactsDir, path));
    if (found === undefined) return [{ path, reason: "it is missing" }];
    if (found.size === expected.sizeBytes && found.mtimeMs === expected.modifiedMs) return [];
    return [
      {
        path,
        reason: `found ${found.size} bytes changed at ${found.mtime.toISOString()}, expected ${expected.sizeBytes} bytes`,
      },
    ];
  });
  for (const each of damaged) {
    onProgress({ type: "corrupt", ...each });
    rmSync(join(artifactsDir, each.path), { force: true });
  }
  return damaged.length === 0;
}

function readStamp(artifactsDir: string): ResolvedStamp | undefined {
  try {
    return JSON.parse(readFileSync(stampPath(artifactsDir), "utf8")) as ResolvedStamp;
  } catch {
    return undefined;
  }
}

/** Changes when a pom, a source that is built here or the lock file does. */
function fingerprint(): string {
  const hash = createHash("sha256");
  for (const path of filesBelow(pomFolder).filter((each) => !each.includes("target/"))) {
    hash.update(path).update(readFileSync(join(pomFolder, path)));
  }
  return hash.digest("hex");
}

async function lockOf(artifactsDir: string): Promise<ArtifactLock> {
  const lock: Record<string, { sizeBytes: number; sha256: string }> = {};
  for (const path of artifactFiles(artifactsDir).filter((each) => !isBuiltHere(each))) {
    const file = join(artifactsDir, path);
    lock[path] = { sizeBytes: statOf(file)?.size ?? 0, sha256: await sha256Of(file) };
  }
  return lock;
}

/** Removes what an earlier version of a set left in its folder. */
function removeStrangers(artifactsDir: string, lock: ArtifactLock): void {
  for (const path of artifactFiles(artifactsDir)) {
    if (lock[path] === undefined && !isBuiltHere(path)) rmSync(join(artifactsDir, path));
  }
}

async function mismatches(artifactsDir: string, lock: ArtifactLock) {
  const found = [];
  for (const [path, expected] of Object.entries(lock)) {
    const file = join(artifactsDir, path);
    const sizeBytes = statOf(file)?.size;
    if (sizeBytes === undefined)
      found.push({ path, found: "nothing", expected: `${expected.sizeBytes} bytes` });
    else if (sizeBytes !== expected.sizeBytes)
      found.push({ path, found: `${sizeBytes} bytes`, expected: `${expected.sizeBytes} bytes` });
    else if ((await sha256Of(file)) !== expected.sha256)
      found.push({ path, found: "other bytes", expected: `SHA-256 ${expected.sha256.slice(0, 12)}…` });
  }
  return found;
}

/** Removes a wrong file here and in the local Maven repository, from which it was copied. */
function forgetArtifact(artifactsDir: string, path: string): void {
  rmSync(join(artifactsDir, path), { force: true });
  const repository = join(homedir(), ".m2", "repository");
  if (!existsSync(repository)) return;
  const name = basename(path);
  for (const file of filesBelow(repository).filter((each) => basename(each) === name)) {
    rmSync(join(repository, file, ".."), { recursive: true, force: true });
  }
}

/** Lets one process at a time work on the folder; the others wait for it. */
async function claimFolder(
  artifactsDir: string,
  onProgress: (progress: ArtifactProgress) => void,
): Promise<() => void> {
  for (;;) {
    const claim = claimFile(join(artifactsDir, "resolving.lock"));
    if ("release" in claim) return claim.release;
    onProgress({ type: "waiting", pid: claim.heldBy.pid });
    await delay(500);
  }
}
