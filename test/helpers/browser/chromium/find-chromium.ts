import { accessSync, constants } from "node:fs";
import { delimiter, join } from "node:path";
import type { Chromium } from "./chromium.ts";
import { fetchDebianChromium } from "./debian-chromium.ts";

const names = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];

/** Where to look for a Chromium, and what to say meanwhile. */
export interface ChromiumSearch {
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Where one is kept that had to be fetched. */
  readonly cacheFolder: string;
  readonly tell: (line: string) => void;
}

/**
 * The Chromium that CHROMIUM names, else one of PATH, else Debian's own, which is fetched once, into a folder: nothing is
 * installed and no root is needed. Undefined where there is none; why not is told.
 * @throws Error when CHROMIUM names what cannot be run
 */
export async function findChromium(search: ChromiumSearch): Promise<Chromium | undefined> {
  const named = search.env["CHROMIUM"];
  if (named !== undefined && named !== "") {
    if (!canRun(named)) throw new Error(`CHROMIUM names ${named}, which is no program that can be run.`);
    return { executablePath: named, env: {} };
  }
  const installed = installedChromium(search.env["PATH"] ?? "");
  return installed ?? (await fetchDebianChromium(search));
}

function installedChromium(path: string): Chromium | undefined {
  const files = path.split(delimiter).flatMap((folder) => names.map((name) => join(folder, name)));
  const executablePath = files.find(canRun);
  return executablePath === undefined ? undefined : { executablePath, env: {} };
}

function canRun(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
