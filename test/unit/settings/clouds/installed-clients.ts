import { createRequire } from "node:module";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

/** Imports a client library from the folder into which this suite's command installed it. */
export async function importFromSuite(name: string): Promise<unknown> {
  const folder = process.env["SECRET_CLIENTS"];
  if (folder === undefined)
    throw new Error("run this suite by its command: test/unit/settings/clouds/run.ts");
  const file = createRequire(join(folder, "package.json")).resolve(name);
  return await import(pathToFileURL(file).href);
}
