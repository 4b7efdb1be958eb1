import { randomUUID } from "node:crypto";
import type { Locator, Page } from "playwright-core";
import { expect } from "vitest";
import type { StackAddresses } from "../millrace.ts";
import { visit, type VisitOptions } from "./visit.ts";

const minuteMs = 60_000;

/** The dashboard of the page views of a running stack, its counts as a table, and a way to post page views. */
export class PageViewDashboard {
  readonly page: Page;
  /** Where nobody else's page views come from. */
  readonly postcode: string = `SW19 ${randomUUID().slice(0, 8)}`;
  /** Another such place. */
  readonly elsewhere: string = `EC1A ${randomUUID().slice(0, 8)}`;
  readonly #stack: StackAddresses;

  private constructor(page: Page, stack: StackAddresses) {
    this.page = page;
    this.#stack = stack;
  }

  /** Opens it and waits until it follows the results. */
  static async open(stack: StackAddresses, options: VisitOptions = {}): Promise<PageViewDashboard> {
    const query = "?domain=page-views&table=page_view_counts";
    const page = await visit(`${stack.metricsUrl}/${query}`, {
      origins: [stack.publisherUrl],
      ...options,
    });
    await page.locator('[data-testid=connection][data-state="open"]').waitFor({ state: "attached" });
    return new PageViewDashboard(page, stack);
  }

  /** Posts so many page views that happened in the minute which began `minutesAgo`. */
  async post(postcode: string, minutesAgo: number, count = 1): Promise<void> {
    const start = Math.floor((Date.now() - minutesAgo * minuteMs) / minuteMs) * minuteMs;
    const views = Array.from({ length: count }, () => ({
      user_id: 1234,
      postcode,
      webpage: "www.website.com/index.html",
      timestamp: start / 1000,
    }));
    const response = await fetch(`${this.#stack.publisherUrl}/api/pageviews/batch`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(views),
    });
    expect(response.status).toBe(202);
  }

  /** The row of a postcode with this count and state; there is one minute of each postcode. */
  row(postcode: string, count: number, state: "provisional" | "final"): Locator {
    const cell = this.page.getByRole("cell", { name: String(count), exact: true });
    return this.page
      .getByTestId("panel-page_view_counts")
      .getByRole("row")
      .filter({ hasText: postcode })
      .filter({ hasText: state })
      .filter({ has: cell });
  }

  /** How many late rows the page says there are. */
  async lateRows(): Promise<number> {
    const text = this.page.getByTestId("late-rows").filter({ hasText: /^[\d,]+$/ });
    return Number((await text.innerText()).replaceAll(",", ""));
  }

  /** Waits until the freshness badge is one of these. */
  async isFresh(...states: readonly string[]): Promise<void> {
    const badge = states.map((state) => `[data-testid=freshness][data-state=${state}]`).join(", ");
    await this.page.locator(badge).waitFor({ timeout: 90_000 });
  }
}
