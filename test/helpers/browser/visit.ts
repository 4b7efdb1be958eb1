import type { BrowserContextOptions, Page } from "playwright-core";
import { expect, onTestFinished } from "vitest";
import { sharedBrowser } from "./browser.ts";
import { noteFaults } from "./page-faults.ts";

/** How a page is looked at. Default: light, 1280 by 900. */
export interface VisitOptions extends Pick<
  BrowserContextOptions,
  "colorScheme" | "viewport" | "reducedMotion" | "hasTouch"
> {
  /** Origins that the page may ask besides its own. */
  readonly origins?: readonly string[];
  /** Console errors that the test provokes. */
  readonly provokes?: RegExp;
}

/**
 * Opens an address in a browser that has been nowhere before. When the test has ended, the page must have been without errors
 * on its console, without violations of its Content-Security-Policy and without outside requests.
 */
export async function visit(url: string, options: VisitOptions = {}): Promise<Page> {
  const { origins = [], provokes, ...looks } = options;
  const browser = await sharedBrowser();
  const context = await browser.newContext({
    viewport: { width: 1280, height: 900 },
    locale: "en-GB",
    timezoneId: "Europe/Zurich",
    ...looks,
  });
  // As long as a test may take on a machine that does much else; what never comes is told by the locator, not the test.
  context.setDefaultTimeout(50_000);
  const page = await context.newPage();
  const faults = noteFaults(page, {
    origins: [new URL(url).origin, ...origins],
    ...(provokes === undefined ? {} : { provokes }),
  });
  onTestFinished(async () => {
    await context.close();
    expect(faults).toEqual([]);
  });
  await page.goto(url);
  return page;
}
