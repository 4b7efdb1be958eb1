import { linkSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { identityOf, isRunning, type ProcessIdentity } from "./process-identity.ts";

/** The outcome of a claim: ours until `release` is called, or another running process'. */
export type Claim = { readonly release: () => void } | { readonly heldBy: ProcessIdentity };

/**
 * Claims a file for this process. The file appears with its content at once, so nobody reads half a claim; a claim
 * whose process is gone is taken over.
 */
export function claimFile(file: string): Claim {
  const own = `${file}.${process.pid}`;
  writeFileSync(own, JSON.stringify(identityOf(process.pid)));
  try {
    for (;;) {
      try {
        linkSync(own, file);
        return { release: () => rmSync(file, { force: true }) };
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
      }
      const holder = readHolder(file);
      if (holder !== undefined && isRunning(holder)) return { heldBy: holder };
      if (holder !== undefined) removeDead(file);
    }
  } finally {
    rmSync(own, { force: true });
  }
}

/**
 * Removes a claim whose process is gone. Whoever removes it holds a claim to do so and looks again: otherwise two that saw
 * the same dead claim could each remove it, the second one removing what the first has claimed since.
 */
function removeDead(file: string): void {
  const claim = claimFile(`${file}.takeover`);
  if ("heldBy" in claim) return;
  try {
    const holder = readHolder(file);
    if (holder !== undefined && !isRunning(holder)) rmSync(file, { force: true });
  } finally {
    claim.release();
  }
}

function readHolder(file: string): ProcessIdentity | undefined {
  try {
    return JSON.parse(readFileSync(file, "utf8")) as ProcessIdentity;
  } catch {
    return undefined;
  }
}
