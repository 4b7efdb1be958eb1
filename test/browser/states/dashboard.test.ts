import type { Page } from "playwright-core";
import { expect, onTestFinished, test } from "vitest";
import { accessibilityFaults } from "../../helpers/browser/accessibility.ts";
import { keepScreenshot } from "../../helpers/browser/screenshot.ts";
import { visit, type VisitOptions } from "../../helpers/browser/visit.ts";
import { PageFixture, type PageFixtureOptions } from "../../helpers/page-fixture.ts";
import { backfillOf, catalog, countRow, emptyBackfill, reportOf } from "../../helpers/page-scenario.ts";

const phone = { width: 360, height: 740 };

/** The dashboard as it is after an hour of page views, before an otherwise scripted service. */
async function startDashboard(options: PageFixtureOptions = {}): Promise<PageFixture> {
  const now = Date.now();
  const fixture = await PageFixture.start({
    catalog,
    publisherUrl: "http://127.0.0.1:8080",
    backfill: backfillOf(now),
    report: reportOf({ now }),
    ...options,
  });
  // The last to begin is the first to end: the page is closed before its service, whose end would be a fault.
  onTestFinished(() => fixture[Symbol.asyncDispose]());
  return fixture;
}

/** Waits until the freshness badge has come to this. */
async function isFresh(page: Page, state: string): Promise<void> {
  await page.locator(`[data-testid=freshness][data-state=${state}]`).waitFor();
}

test.each([
  { name: "light", options: {} },
  { name: "dark", options: { colorScheme: "dark" } },
  { name: "phone", options: { viewport: phone } },
  { name: "phone-dark", options: { viewport: phone, colorScheme: "dark" } },
  { name: "reduced-motion", options: { reducedMotion: "reduce" } },
] satisfies readonly { name: string; options: VisitOptions }[])(
  "a dashboard looked at $name is whole and accessible",
  async ({ name, options }) => {
    const fixture = await startDashboard();
    const page = await visit(fixture.url, options);
    await page
      .getByTestId("panel-page_view_counts")
      .getByRole("cell", { name: "SW19" })
      .or(page.getByTestId("panel-page_view_counts").getByRole("rowheader", { name: "SW19" }))
      .first()
      .waitFor();
    await isFresh(page, "live");
    await keepScreenshot(page, `dashboard-${name}`);
    expect(await accessibilityFaults(page)).toEqual([]);
    expect(await page.evaluate("document.documentElement.scrollWidth - innerWidth")).toBeLessThanOrEqual(0);
  },
);

test("a dashboard without rows says why and offers a wider window", async () => {
  const fixture = await startDashboard({ backfill: emptyBackfill });
  const page = await visit(fixture.url);
  await page.getByText("No rows in the last hour.").first().waitFor();
  await keepScreenshot(page, "dashboard-empty");
  expect(await accessibilityFaults(page)).toEqual([]);
  await page.getByRole("button", { name: "Show the last 6 hours" }).first().click();
  expect(new URL(page.url()).searchParams.get("minutes")).toBe("360");
});

test("a stack without domains yet is said to be starting", async () => {
  const fixture = await startDashboard({
    catalog: { status: 503, body: { detail: "The metrics app is starting." } },
  });
  const page = await visit(fixture.url, { provokes: /status of 503/ });
  await page.getByText("The stack is starting").waitFor();
  await keepScreenshot(page, "dashboard-starting");
  expect(await accessibilityFaults(page)).toEqual([]);
  fixture.catalog = catalog;
  await isFresh(page, "live");
});

test("a closed service asks for a key and opens with it", async () => {
  const fixture = await startDashboard({ apiKey: "open-sesame" });
  const page = await visit(fixture.url, { provokes: /status of 401/ });
  await page.getByLabel("API key").waitFor();
  await keepScreenshot(page, "dashboard-key");
  expect(await accessibilityFaults(page)).toEqual([]);
  await page.getByLabel("API key").fill("open-sesame");
  await page.keyboard.press("Enter");
  await isFresh(page, "live");
});

test("a dropped connection is said, resumed, and its rows are kept", async () => {
  const fixture = await startDashboard();
  const page = await visit(fixture.url, { provokes: /Failed to load resource/ });
  await isFresh(page, "live");
  const now = Date.now();
  const rows = [countRow(now, 0, "SW19", 77)];
  fixture.push({ type: "rows", data: { domain: "page-views", table: "page_view_counts", rows, at: "" } });
  await page.getByRole("cell", { name: "77", exact: true }).first().waitFor();
  const headers = { "retry-after": "60" };
  fixture.refusal = { status: 503, body: { detail: "The metrics app is shutting down." }, headers };
  fixture.breakStreams();
  await isFresh(page, "lost");
  await page.getByText("No connection: The metrics app is shutting down.").waitFor();
  await keepScreenshot(page, "dashboard-lost");
  expect(await accessibilityFaults(page)).toEqual([]);
  fixture.refusal = undefined;
  await page.getByRole("button", { name: "Try now" }).click();
  await isFresh(page, "live");
  expect(fixture.positions.at(-1)).toBe("1");
});

test.each([
  { state: "stopped", report: { parts: { kafka: "DOWN" } } },
  { state: "behind", report: { processingLagMs: 15_000 } },
] as const)("a pipeline that is $state turns the badge", async ({ state, report }) => {
  const fixture = await startDashboard();
  const page = await visit(fixture.url);
  await isFresh(page, "live");
  fixture.push({ type: "pipeline", data: reportOf({ now: Date.now(), ...report }) });
  await isFresh(page, state);
  await keepScreenshot(page, `dashboard-${state}`);
  expect(await accessibilityFaults(page)).toEqual([]);
});

test("silence turns the badge without a word from the service", async () => {
  const fixture = await startDashboard();
  const page = await visit(fixture.url);
  await isFresh(page, "live");
  await isFresh(page, "silent");
  expect(await page.getByTestId("freshness").innerText()).toContain("No news");
});

test("a paused page holds rows back until it goes on", async () => {
  const fixture = await startDashboard();
  const page = await visit(fixture.url);
  await isFresh(page, "live");
  await page.getByRole("button", { name: "Pause" }).click();
  const rows = [countRow(Date.now(), 0, "SW19", 4711)];
  fixture.push({ type: "rows", data: { domain: "page-views", table: "page_view_counts", rows, at: "" } });
  await page.getByText("1 row held back").waitFor();
  expect(await page.getByText("4,711").count()).toBe(0);
  await keepScreenshot(page, "dashboard-paused");
  await page.getByRole("button", { name: "Resume" }).click();
  await page.getByText("4,711").first().waitFor();
});

test("a chart is also a table, in the address too", async () => {
  const fixture = await startDashboard();
  const page = await visit(fixture.url);
  const panel = page.getByTestId("panel-page_view_counts");
  await panel.getByRole("button", { name: "Page views a minute as table" }).click();
  await panel.getByRole("columnheader", { name: "State" }).waitFor();
  expect(await panel.getByText("provisional").count()).toBeGreaterThan(0);
  expect(await panel.getByText("final", { exact: true }).count()).toBeGreaterThan(0);
  expect(await accessibilityFaults(page)).toEqual([]);
  await page.goBack();
  await panel.getByRole("columnheader", { name: "State" }).waitFor({ state: "detached" });
});

test("everything is reached and used by keyboard alone", async () => {
  const fixture = await startDashboard();
  const page = await visit(fixture.url);
  await isFresh(page, "live");
  await page.keyboard.press("Tab");
  expect(await page.evaluate("document.activeElement.textContent")).toContain("Skip to");
  await page.getByRole("tab", { name: "Page views" }).focus();
  await page.keyboard.press("ArrowRight");
  expect(new URL(page.url()).searchParams.get("domain")).toBe("live-streams");
  await page.keyboard.press("ArrowLeft");
  await page.getByTestId("pause").focus();
  await page.keyboard.press("Enter");
  expect(await page.getByRole("button", { name: "Resume" }).count()).toBe(1);
});

test("the chosen colours stay after a reload", async () => {
  const fixture = await startDashboard();
  const page = await visit(fixture.url);
  const theme = page.getByTestId("theme");
  await theme.click();
  await theme.click();
  expect(await page.evaluate("document.documentElement.dataset.theme")).toBe("dark");
  await page.reload();
  await isFresh(page, "live");
  expect(await page.evaluate("document.documentElement.dataset.theme")).toBe("dark");
});

test("a page that is reduced in motion moves nothing", async () => {
  const fixture = await startDashboard();
  const page = await visit(fixture.url, { reducedMotion: "reduce" });
  await isFresh(page, "live");
  const moving =
    "document.getAnimations().filter((a) => a.effect.getTiming().iterations === Infinity).length";
  expect(await page.evaluate(moving)).toBe(0);
});
