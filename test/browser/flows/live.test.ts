import { expect, inject, test } from "vitest";
import { accessibilityFaults } from "../../helpers/browser/accessibility.ts";
import { PageViewDashboard } from "../../helpers/browser/page-view-dashboard.ts";
import { keepScreenshot } from "../../helpers/browser/screenshot.ts";

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
  const provokes = /status of 400/;
  const { page } = await PageViewDashboard.open(inject("stack"), { provokes });
  await page.getByRole("textbox", { name: /^user_id/ }).fill("-1");
  await page.getByRole("button", { name: "Publish", exact: true }).click();
  await page.getByText("Not published: 1 problem, shown at the fields.").waitFor();
  expect(await page.getByRole("textbox", { name: /^user_id/ }).getAttribute("aria-invalid")).toBe("true");
});
