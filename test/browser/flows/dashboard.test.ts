import { expect, inject, test } from "vitest";
import { accessibilityFaults } from "../../helpers/browser/accessibility.ts";
import { PageViewDashboard } from "../../helpers/browser/page-view-dashboard.ts";
import { keepScreenshot } from "../../helpers/browser/screenshot.ts";
import { visit } from "../../helpers/browser/visit.ts";
import { freezeEngine, restartMetrics } from "../../helpers/engine-outage.ts";
import { millrace } from "../../helpers/millrace.ts";

const provokes = /Failed to load resource/;

// First: what comes afterwards moves event time on, so that no row as old as this one is counted any more.
test("a row is provisional until its grace is over", async () => {
  const dashboard = await PageViewDashboard.open(inject("stack"));
  const { postcode, elsewhere } = dashboard;
  await dashboard.post(postcode, 45, 2);
  await dashboard.row(postcode, 2, "provisional").waitFor();
  await keepScreenshot(dashboard.page, "live-provisional");
  await dashboard.post(elsewhere, 0);
  await dashboard.row(postcode, 2, "final").waitFor();
  expect(await dashboard.row(postcode, 2, "provisional").count()).toBe(0);
});

test("an event that is posted appears on an open page", async () => {
  const dashboard = await PageViewDashboard.open(inject("stack"));
  const { page, postcode } = dashboard;
  await dashboard.post(postcode, 0, 3);
  await dashboard.row(postcode, 3, "provisional").waitFor();
  await dashboard.isFresh("live");
  expect(await accessibilityFaults(page)).toEqual([]);
  await keepScreenshot(page, "live");
});

test("a late event corrects a number on the page", async () => {
  const dashboard = await PageViewDashboard.open(inject("stack"));
  const { postcode, elsewhere } = dashboard;
  await dashboard.post(postcode, 5);
  await dashboard.post(elsewhere, 0);
  await dashboard.row(postcode, 1, "provisional").waitFor();
  const before = await dashboard.lateRows();
  await dashboard.post(postcode, 5);
  await dashboard.row(postcode, 2, "provisional").waitFor();
  await expect.poll(() => dashboard.lateRows(), { timeout: 30_000 }).toBeGreaterThan(before);
  await keepScreenshot(dashboard.page, "live-late-corrected");
});

test("an event that is published on the page is followed to its row", async () => {
  const dashboard = await PageViewDashboard.open(inject("stack"));
  const { page, postcode } = dashboard;
  await page.getByRole("textbox", { name: /^postcode/ }).fill(postcode);
  await page.getByRole("button", { name: "Publish", exact: true }).click();
  await page.getByText("Accepted: test.streaming.page-view, partition").waitFor();
  await page.getByText("page_view_count 1").waitFor();
  await dashboard.row(postcode, 1, "provisional").waitFor();
  expect(await accessibilityFaults(page)).toEqual([]);
  await keepScreenshot(page, "live-followed");
});

test("what the publisher refuses is said at the field", async () => {
  const { page } = await PageViewDashboard.open(inject("stack"), { provokes });
  await page.getByRole("textbox", { name: /^user_id/ }).fill("-1");
  await page.getByRole("button", { name: "Publish", exact: true }).click();
  await page.getByText("Not published: 1 problem, shown at the fields.").waitFor();
  expect(await page.getByRole("textbox", { name: /^user_id/ }).getAttribute("aria-invalid")).toBe("true");
});

test("a page that lost the service goes on without a gap", async () => {
  const stack = inject("stack");
  const dashboard = await PageViewDashboard.open(stack, { provokes });
  const { page, postcode } = dashboard;
  await dashboard.post(postcode, 0);
  await dashboard.row(postcode, 1, "provisional").waitFor();
  await page.evaluate("globalThis.hasStayed = true");
  const minute = Math.floor(Date.now() / 60_000);
  const restarted = restartMetrics(stack);
  await page.locator('[data-testid=connection][data-state="waiting"]').waitFor();
  await keepScreenshot(page, "connection-lost");
  await dashboard.post(postcode, Math.floor(Date.now() / 60_000) - minute, 4);
  await restarted;
  await dashboard.row(postcode, 5, "provisional").waitFor();
  expect(await page.evaluate("globalThis.hasStayed")).toBe(true);
});

test("a page says that Kafka has stopped, and when it is back", async () => {
  const stack = inject("stack");
  const dashboard = await PageViewDashboard.open(stack, { provokes });
  const { page, postcode, elsewhere } = dashboard;
  await dashboard.post(postcode, 0);
  await dashboard.isFresh("live");
  {
    using _frozen = await freezeEngine(stack, "kafka");
    await dashboard.isFresh("stopped");
    await page.locator('[data-testid=part-kafka][data-status="DOWN"]').waitFor();
    expect(await page.getByTestId("freshness").innerText()).toMatch(/Kafka\b.* down/);
    expect(await accessibilityFaults(page)).toEqual([]);
    await keepScreenshot(page, "kafka-stopped");
  }
  await dashboard.isFresh("live", "quiet", "behind");
  await dashboard.post(elsewhere, 0, 2);
  await dashboard.row(elsewhere, 2, "provisional").waitFor({ timeout: 90_000 });
});

test("a first visit while the stack starts goes on by itself", async () => {
  const stack = inject("stack");
  await millrace(["down"], stack.env);
  const started = millrace(["up", "--detach"], stack.env);
  const url = `${stack.metricsUrl}/?domain=page-views&minutes=1440&table=page_view_counts`;
  await expect
    .poll(
      () =>
        fetch(url)
          .then(({ status }) => status)
          .catch(() => 0),
      { timeout: 60_000 },
    )
    .toBe(200);
  const page = await visit(url, { provokes, origins: [stack.publisherUrl] });
  await page.locator("[data-testid=freshness][data-state=starting]").waitFor();
  const counts = page.getByTestId("panel-page_view_counts");
  await counts
    .getByRole("row")
    .filter({ hasText: /provisional|final/ })
    .first()
    .waitFor();
  expect(await page.getByTestId("freshness").getAttribute("data-state")).toBe("starting");
  await keepScreenshot(page, "starting");
  expect(await accessibilityFaults(page)).toEqual([]);
  await started;
  await page
    .locator("[data-testid=freshness][data-state=live], [data-testid=freshness][data-state=quiet]")
    .waitFor();
  expect(await counts.getByRole("row").count()).toBeGreaterThan(1);
});
