import { expect, inject, test } from "vitest";
import { PageViewRun } from "../helpers/page-view-run.ts";

const stack = inject("stack");
const { publisherUrl } = stack;

interface HealthAnswer {
  readonly status: string;
  readonly checks: Readonly<Record<string, { readonly status: string }>>;
}

/** The status of the whole and of each part. */
async function health(): Promise<Readonly<Record<string, string>>> {
  const response = await fetch(`${publisherUrl}/health`);
  const { status, checks } = (await response.json()) as HealthAnswer;
  return {
    status,
    ...Object.fromEntries(Object.entries(checks).map(([name, check]) => [name, check.status])),
  };
}

test("every part of a running stack is up", async () => {
  const parts = ["status", "kafka", "registry", "spool", "receipts", "streamJobs", "s3"];
  const up = Object.fromEntries(parts.map((part) => [part, "UP"]));
  // Another test may have made a statement begin anew a moment ago.
  await expect.poll(health, { timeout: 60_000, interval: 250 }).toEqual(up);
});

test("what is archived is counted by what it is", async () => {
  const run = await PageViewRun.begin(stack);
  await run.post([run.view(run.postcodes.left, run.at(0))]);
  const metrics = async () => (await fetch(`${publisherUrl}/metrics`)).text();
  const written = /^s3_writes_total\{type="raw",.*table="page_views.raw",content="data"\} [1-9]/m;
  await expect.poll(metrics, { timeout: 120_000, interval: 500 }).toMatch(written);
  expect(await metrics()).toMatch(/^pageviews_produced_total [1-9]/m);
});
