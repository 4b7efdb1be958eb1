import { mkdirSync } from "node:fs";
import { join, relative } from "node:path";
import type { Page } from "playwright-core";

const root = join(import.meta.dirname, "..", "..", "..");
const folder = join(root, "test", "browser", "artifacts");

/** Keeps the page as it looks now, whole, as an artefact of the test, and says where. */
export async function keepScreenshot(page: Page, name: string): Promise<void> {
  mkdirSync(folder, { recursive: true });
  const path = join(folder, `${name}.png`);
  await page.screenshot({ path, fullPage: true, animations: "disabled" });
  process.stderr.write(`screenshot: ${relative(root, path)}\n`);
}
