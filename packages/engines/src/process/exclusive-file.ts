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
      rmSync(file, { force: true });
    }
  } finally {
    rmSync(own, { force: true });
  }
}

function readHolder(file: string): ProcessIdentity | undefined {
  try {
    return JSON.parse(readFileSync(file, "utf8")) as ProcessIdentity;
  } catch {
    return undefined;
  }
}
