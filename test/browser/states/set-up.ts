import type { TestProject } from "vitest/node";
import { provideChromium } from "../../helpers/browser/find-for-tests.ts";

/** The states of the page need a browser, and no engine: what the service answers is scripted. */
export async function setup(project: TestProject): Promise<void> {
  await provideChromium(project);
}
