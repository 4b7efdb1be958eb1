import { execFile } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { openApt } from "./apt.ts";
import type { Chromium } from "./chromium.ts";
import { writeFontSettings } from "./font-settings.ts";

const run = promisify(execFile);
const program = "usr/lib/chromium/chromium";

/** Where Debian's Chromium is kept, and what to say while it is fetched. */
export interface DebianChromiumOptions {
  readonly cacheFolder: string;
  readonly tell: (line: string) => void;
}

/**
 * Debian's package `chromium` with the libraries that this machine lacks, unpacked into a folder; fetched when it is not
 * there yet. Undefined where apt does not know it; why is told.
 */
export async function fetchDebianChromium(options: DebianChromiumOptions): Promise<Chromium | undefined> {
  const folder = join(options.cacheFolder, "debian");
  if (existsSync(join(folder, program))) return chromiumIn(folder);
  mkdirSync(options.cacheFolder, { recursive: true });
  const partial = mkdtempSync(join(options.cacheFolder, "partial-"));
  try {
    if (!(await unpackInto(join(partial, "root"), partial, options.tell))) return undefined;
    await run(join(partial, "root", program), ["--version"], {
      env: { ...process.env, ...chromiumIn(join(partial, "root")).env },
    });
    // Another run may have been quicker.
    if (!existsSync(folder)) renameSync(join(partial, "root"), folder);
    return chromiumIn(folder);
  } catch (error) {
    options.tell(`Chromium could not be fetched: ${error instanceof Error ? error.message : String(error)}`);
    return undefined;
  } finally {
    rmSync(partial, { recursive: true, force: true });
  }
}

async function unpackInto(root: string, work: string, tell: (line: string) => void): Promise<boolean> {
  const apt = await openApt("chromium", join(work, "state"), tell);
  const packages = apt === undefined ? [] : await apt.missing("chromium");
  if (apt === undefined || packages.length === 0) {
    tell("there is no Chromium on this machine, and no package chromium that apt could fetch");
    return false;
  }
  tell(`fetching Debian's Chromium (${packages.length} packages, about 120 MB), once`);
  const archives = join(work, "archives");
  mkdirSync(archives);
  await apt.download(packages, archives);
  mkdirSync(root);
  for (const archive of readdirSync(archives).sort())
    // oxlint-disable-next-line no-await-in-loop -- one disk
    await run("dpkg-deb", ["--extract", join(archives, archive), root]);
  return true;
}

function chromiumIn(root: string): Chromium {
  const given = process.env["LD_LIBRARY_PATH"];
  const folders = [...libraryFolders(root), ...(given === undefined ? [] : [given])];
  return {
    executablePath: join(root, program),
    env: { LD_LIBRARY_PATH: folders.join(":"), ...writeFontSettings(root) },
  };
}

/** Some packages keep libraries in a folder of their own, which they find by an absolute path. */
function libraryFolders(root: string): readonly string[] {
  const libraries = readdirSync(root, { recursive: true, withFileTypes: true }).filter(
    (entry) =>
      !entry.isDirectory() && /\.so(\.|$)/.test(entry.name) && entry.parentPath.includes("-linux-gnu"),
  );
  return [...new Set(libraries.map((entry) => entry.parentPath))].sort();
}
