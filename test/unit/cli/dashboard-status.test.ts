import { expect, test } from "vitest";
import { dashboardStatus, formatDashboard } from "../../../apps/cli/src/dashboard-status.ts";
import { formatStatus } from "../../../apps/cli/src/verbs/status.ts";
import { localServer } from "../settings/local-server.ts";

test("the status says that the dashboard is up", async () => {
  const { url } = await localServer(() => ({
    status: 200,
    body: { status: "UP", checks: { database: { status: "UP" } } },
  }));
  const dashboard = await dashboardStatus(url);
  const running = { phase: "running", engines: [], statements: [], connectors: [] } as const;
  expect(formatStatus({ ...running, dashboard })).toContain(`  dashboard: ${url} is UP`);
});

test("the status says what the dashboard misses", async () => {
  const checks = {
    database: { status: "DOWN", detail: "no connection within 2 s" },
    live: { status: "UP" },
    kafka: { status: "DEGRADED" },
  };
  const { url } = await localServer(() => ({ status: 503, body: { status: "DOWN", checks } }));
  expect(formatDashboard(await dashboardStatus(url))).toBe(
    `dashboard: ${url} is DOWN; database: no connection within 2 s; kafka: DEGRADED`,
  );
});

test("the status says that no dashboard answers", async () => {
  expect(formatDashboard(await dashboardStatus("http://127.0.0.1:1"))).toBe(
    'dashboard: nobody answers at http://127.0.0.1:1; "npm run logs -- metrics" says why',
  );
});
