import { expect, inject, test } from "vitest";
import { accessibilityFaults } from "../../helpers/browser/accessibility.ts";
import { PageViewDashboard } from "../../helpers/browser/page-view-dashboard.ts";
import { keepScreenshot } from "../../helpers/browser/screenshot.ts";
import { freezeEngine, restartMetrics } from "../../helpers/engine-outage.ts";

const provokes = /Failed to load resource/;

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
    await dashboard.isFresh("stopped", "frozen", "silent", "lost");
    expect(await accessibilityFaults(page)).toEqual([]);
    await keepScreenshot(page, "kafka-stopped");
  }
  await dashboard.isFresh("live", "quiet", "behind");
  await dashboard.post(elsewhere, 0, 2);
  await dashboard.row(elsewhere, 2, "provisional").waitFor({ timeout: 90_000 });
});
