import { mkdirSync, readdirSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { temporaryFolder } from "./temporary-folder.ts";

/** Where the clone keeps what it resolved. */
export const cloneHome = process.env.MILLRACE_HOME ?? join(import.meta.dirname, "..", "..", ".millrace");

/** A home of the test's own with the clone's artifacts, so that it sees no folders but its own. */
export function workbenchHome(): string {
  const home = temporaryFolder();
  for (const shared of ["artifacts", "class-data"]) {
    mkdirSync(join(cloneHome, shared), { recursive: true });
    symlinkSync(join(cloneHome, shared), join(home, shared));
  }
  return home;
}

/** The folders of the workbench's Flinks below a home. */
export function workbenchFolders(home: string): string[] {
  return readdirSync(home).filter((name) => name.startsWith("workbench-"));
}
