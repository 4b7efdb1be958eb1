import { join } from "node:path";
import type { TestProject } from "vitest/node";
import type { Chromium } from "./chromium/chromium.ts";
import { findChromium } from "./chromium/find-chromium.ts";

declare module "vitest" {
  interface ProvidedContext {
    /** Null where there is none: browser tests are then skipped. */
    chromium: Chromium | null;
  }
}

const root = join(import.meta.dirname, "..", "..", "..");

/** Finds the Chromium that a project's tests use, fetching it when it is not there. @returns whether there is one */
export async function provideChromium(project: TestProject): Promise<boolean> {
  const chromium = await findChromium({
    env: process.env,
    cacheFolder: join(process.env["MILLRACE_HOME"] ?? join(root, ".millrace"), "chromium"),
    tell: (line) => process.stderr.write(`chromium: ${line}\n`),
  });
  project.provide("chromium", chromium ?? null);
  if (chromium !== undefined) return true;
  process.stderr.write(
    "chromium: the browser tests are skipped. Install Chromium or Chrome, or set CHROMIUM to its program, to run them.\n",
  );
  return false;
}
