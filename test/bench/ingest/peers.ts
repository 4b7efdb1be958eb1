import { copyFileSync } from "node:fs";
import { join } from "node:path";
import { preparedFolder, runCommand } from "./prepared-folder.ts";

/** The folder in which the peers' program and packages are; installed where that has not been done. */
export async function peersFolder(): Promise<string> {
  return await preparedFolder({ name: "ingest-peer", make: install });
}

async function install(folder: string, sources: string): Promise<void> {
  for (const file of ["package.json", "package-lock.json", "server.mjs"])
    copyFileSync(join(sources, file), join(folder, file));
  await runCommand("npm", ["ci", "--no-audit", "--no-fund"], folder);
}
