import type { TestProject } from "vitest/node";
import { provideChromium } from "../../helpers/browser/find-for-tests.ts";
import { setup as startStack } from "../../integration/set-up.ts";

/** Starts the stack that the tests share; where there is no browser nothing is started. */
export async function setup(project: TestProject): Promise<(() => Promise<void>) | undefined> {
  return (await provideChromium(project)) ? await startStack(project) : undefined;
}
