import type { BrowserContextOptions, Page } from "playwright-core";
import { expect, inject, test } from "vitest";
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

/** Opens an address in a browser that has been nowhere before. */
export type Visit = (url: string, options?: VisitOptions) => Promise<Page>;

/**
 * A test with a browser; skipped where there is none. A page that it visits must be without errors on its console, without
 * violations of its Content-Security-Policy and without outside requests.
 */
export const browserTest = test
  .extend<{ visit: Visit }>({
    // oxlint-disable-next-line no-empty-pattern -- vitest reads from the pattern which fixtures are needed
    visit: async ({}, use) => {
      const visits: { readonly page: Page; readonly faults: readonly string[] }[] = [];
      await use(async (url, { origins = [], provokes, ...options } = {}) => {
        const context = await (
          await sharedBrowser()
        ).newContext({
          viewport: { width: 1280, height: 900 },
          locale: "en-GB",
          timezoneId: "Europe/Zurich",
          ...options,
        });
        const page = await context.newPage();
        const rules = { origins: [new URL(url).origin, ...origins], ...(provokes && { provokes }) };
        visits.push({ page, faults: noteFaults(page, rules) });
        await page.goto(url);
        return page;
      });
      await Promise.all(visits.map(({ page }) => page.context().close()));
      expect(visits.flatMap(({ faults }) => faults)).toEqual([]);
    },
  })
  .skipIf(inject("chromium") === null);
