import { portVariable } from "@millrace/engines";
import { expect, inject, test } from "vitest";
import { enginePid } from "../helpers/engine-pid.ts";
import { restartMetrics } from "../helpers/engine-outage.ts";
import { askMetrics } from "../helpers/metrics-api.ts";
import { freeStackEnv, millrace } from "../helpers/millrace.ts";
import { PageViewRun } from "../helpers/page-view-run.ts";

const stack = inject("stack");
const patience = { timeout: 60_000, interval: 250 };
const counts = "/api/rows/page-views/page_view_counts?minutes=525600&order=window_start";

/** The counts of a postcode, oldest window first, with whether each is final. */
async function countsOf(postcode: string): Promise<readonly (readonly [unknown, unknown])[]> {
  const { rows } = await askMetrics(stack, `${counts}&postcode=${encodeURIComponent(postcode)}`);
  return rows.map((row) => [row["page_view_count"], row.is_final] as const);
}

test("what is posted is a row that a late event corrects", async () => {
  const run = await PageViewRun.begin(stack);
  const { unicode } = run.postcodes;
  await run.post([run.view(unicode, run.at(0, 5)), run.view(unicode, run.at(0, 50))]);
  await expect.poll(() => countsOf(unicode), patience).toEqual([[2, false]]);
  await run.advance(run.at(20));
  await run.post([run.view(unicode, run.at(0, 30))]);
  await expect.poll(() => countsOf(unicode), patience).toEqual([[3, false]]);
  await run.advance(run.at(45));
  await expect.poll(() => countsOf(unicode), patience).toEqual([[3, true]]);
});

test("late rows are counted", async () => {
  const run = await PageViewRun.begin(stack);
  const { slash } = run.postcodes;
  await run.advance(run.at(20));
  await run.post([run.view(slash, run.at(0)), run.view(slash, run.at(1))]);
  const late = `/api/rows/page-views/page_views_late?minutes=525600&postcode=${encodeURIComponent(slash)}`;
  const isCounted = async () => (await askMetrics(stack, late)).rows.map((row) => row["is_counted"]);
  await expect.poll(isCounted, patience).toEqual([true, true]);
});

test("the address that the start prints is a page", async () => {
  const response = await fetch(stack.metricsUrl);
  expect(response.status).toBe(200);
  expect(response.headers.get("content-type")).toMatch(/^text\/html/);
});

test("a domain that does not run is told apart from no rows", async () => {
  const { status, body } = await askMetrics(stack, "/metrics?minutes=60");
  expect(status).toBe(404);
  expect(body["detail"]).toContain("live-streams");
});

test("the status names the dashboard and how it is", async () => {
  const { stdout } = await millrace(["status"], stack.env);
  expect(stdout).toMatch(/^ {2}metrics +running/m);
  expect(stdout).toContain(`dashboard: ${stack.metricsUrl} is UP`);
});

test("pages of the dashboard may publish", async () => {
  const response = await fetch(`${stack.publisherUrl}/api/pageviews`, {
    method: "OPTIONS",
    headers: { origin: stack.metricsUrl, "access-control-request-method": "POST" },
  });
  expect(response.headers.get("access-control-allow-origin")).toBe(stack.metricsUrl);
});

test("a metrics app that is killed is started again", async () => {
  const pid = await enginePid(stack, "metrics");
  await restartMetrics(stack, "SIGKILL");
  expect(await enginePid(stack, "metrics")).not.toBe(pid);
  const { status } = await askMetrics(stack, "/api/catalog");
  expect(status).toBe(200);
});

test("a taken port is named before anything starts", async () => {
  const { port } = new URL(stack.metricsUrl);
  const variable = portVariable("metrics", "http");
  const env = { ...(await freeStackEnv(`taken-${process.pid}`)), [variable]: port };
  const { stderr } = await millrace(["up", "--detach"], env, "capture", 1);
  await millrace(["reset"], env);
  expect(stderr).toMatch(new RegExp(`port ${port} for metrics http is taken by process \\d+.*${variable}`));
});
