import { expect, test } from "vitest";
import { accessibilityFaults } from "../../helpers/browser/accessibility.ts";
import { startPanelPage } from "../../helpers/browser/panel-page.ts";
import { keepScreenshot } from "../../helpers/browser/screenshot.ts";
import { visit } from "../../helpers/browser/visit.ts";
import { shop } from "../../unit/metrics/page/publish/sample-domain.ts";

const provokes = /Failed to load resource: the server responded with a status of/;

test("the form offers the example as it stands", async () => {
  await using panel = await startPanelPage(shop);
  const page = await visit(panel.url);
  expect(await page.getByLabel("city").inputValue()).toBe("Bern");
  expect(await page.getByLabel("items").inputValue()).toContain('"tea"');
  expect(await page.getByLabel("payment").locator("option").allTextContents()).toEqual([
    "(left out)",
    "card",
    "cash",
  ]);
  expect(await accessibilityFaults(page)).toEqual([]);
  await keepScreenshot(page, "publish-form");
});

test("an event is published by keyboard alone", async () => {
  await using panel = await startPanelPage(shop);
  const page = await visit(panel.url);
  await page.getByLabel("city").focus();
  await page.keyboard.press("ControlOrMeta+a");
  await page.keyboard.type("Basel");
  await page.keyboard.press("Enter");
  await page.getByText("Accepted: test.shop, partition 1, offset 7.").waitFor();
  expect(panel.posted).toMatchObject([{ path: "/api/events/shop/sale", body: { city: "Basel", pieces: 2 } }]);
});

test("an accepted event is followed to its row", async () => {
  await using panel = await startPanelPage(shop);
  const page = await visit(panel.url);
  await page.getByRole("button", { name: "Publish" }).click();
  await page.getByText("Waiting for the row that it changes …").waitFor();
  await page.evaluate(
    (changes) => (globalThis as unknown as { tellChanges: (rows: unknown) => void }).tellChanges(changes),
    [oneMoreSale(panel.posted[0]?.body)],
  );
  expect(await page.getByText("sale_count 4 → 5").textContent()).toContain("4 → 5");
  await keepScreenshot(page, "publish-followed");
});

test("what the publisher refuses stands at its field", async () => {
  await using panel = await startPanelPage(shop);
  const problems = [{ pointer: "/city", found: "nothing", expected: "at least 1 character" }];
  panel.answer(() => ({ status: 400, body: { code: "INVALID_EVENT", problems } }));
  const page = await visit(panel.url, { provokes });
  await page.getByLabel("city").fill("");
  await page.getByRole("button", { name: "Publish" }).click();
  await page.getByText("Not published: 1 problem, shown at the fields.").waitFor();
  const city = page.getByLabel("city");
  expect(await city.getAttribute("aria-invalid")).toBe("true");
  expect(await accessibilityFaults(page)).toEqual([]);
  await keepScreenshot(page, "publish-invalid");
});

test("a publisher that is away is said with what to do", async () => {
  await using panel = await startPanelPage(shop);
  const detail = "No event is kept: Kafka is away and the disk is full.";
  panel.answer(() => ({ status: 503, body: { detail }, headers: { "retry-after": "2" } }));
  const page = await visit(panel.url, { provokes });
  await page.getByRole("button", { name: "Publish" }).click();
  const said = page.getByText(detail);
  expect(await said.textContent()).toBe(
    `${detail} Nothing was kept. Send it again when the publisher is ready. Try again in 2 seconds.`,
  );
});

test("an event that is only checked is kept nowhere", async () => {
  await using panel = await startPanelPage(shop);
  panel.answer(() => ({ status: 200, body: { status: "valid", event_id: "e1", topic: "test.shop" } }));
  const page = await visit(panel.url);
  await page.getByRole("button", { name: "Check only" }).click();
  await page.getByText("Valid: it would go to test.shop. Nothing was published.").waitFor();
  expect(panel.posted[0]?.path).toBe("/api/events/shop/sale?dry_run=true");
});

test("a burst shows how far it is", async () => {
  await using panel = await startPanelPage(shop);
  const page = await visit(panel.url);
  await page.getByRole("spinbutton", { name: "Events" }).fill("20");
  await page.getByRole("button", { name: "Start a burst" }).click();
  await page.getByText("Burst: 20 of 20 accepted.").waitFor();
  expect(panel.posted.flatMap(({ body }) => body as readonly unknown[])).toHaveLength(20);
});

test("a burst can be stopped", async () => {
  await using panel = await startPanelPage(shop);
  const page = await visit(panel.url);
  await page.getByRole("spinbutton", { name: "Events" }).fill("5000");
  await page.getByLabel("A second").fill("4");
  await page.getByRole("button", { name: "Start a burst" }).click();
  await page.getByRole("button", { name: "Stop" }).click();
  const said = page.getByText(/accepted, stopped\./);
  expect(await said.textContent()).toMatch(/^Burst: \d+ of 5000 accepted, stopped\.$/);
});

test("a user session is played event by event", async () => {
  await using panel = await startPanelPage(shop);
  const page = await visit(panel.url);
  await page.getByRole("button", { name: "Play a user session" }).click();
  await page.getByText("Session: 3 of 3 events accepted.").waitFor();
  expect(panel.posted).toHaveLength(3);
});

test("the panel fits a narrow phone", async () => {
  await using panel = await startPanelPage(shop);
  const page = await visit(panel.url, { viewport: { width: 360, height: 740 } });
  await page.getByRole("button", { name: "Publish" }).waitFor();
  expect(await page.evaluate("document.documentElement.scrollWidth")).toBe(360);
  await keepScreenshot(page, "publish-phone");
});

/** The row that counts a posted sale, before and after. */
function oneMoreSale(posted: unknown) {
  const { sold_at } = posted as { readonly sold_at: number };
  const start = Math.floor(sold_at / 60) * 60_000;
  const row = {
    town: "Bern",
    window_start: new Date(start).toISOString(),
    window_end: new Date(start + 60_000).toISOString(),
  };
  const place = { domain: "shop", table: "sales_per_town" };
  return { ...place, before: { ...row, sale_count: 4 }, after: { ...row, sale_count: 5 } };
}
