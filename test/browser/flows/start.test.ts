import { expect, inject, test } from "vitest";
import { accessibilityFaults } from "../../helpers/browser/accessibility.ts";
import { keepScreenshot } from "../../helpers/browser/screenshot.ts";
import { visit } from "../../helpers/browser/visit.ts";
import { millrace } from "../../helpers/millrace.ts";

test("a first visit while the stack starts says so, then shows rows", async () => {
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
  const page = await visit(url, { provokes: /Failed to load resource/, origins: [stack.publisherUrl] });
  const starting = page.getByText(/starting/i).first();
  await starting.waitFor();
  await keepScreenshot(page, "starting");
  expect(await accessibilityFaults(page)).toEqual([]);
  await started;
  await page
    .locator("[data-testid=freshness][data-state=live], [data-testid=freshness][data-state=quiet]")
    .waitFor();
  expect(await page.getByTestId("panel-page_view_counts").isVisible()).toBe(true);
});
