import { z } from "zod";

const health = z.object({
  status: z.enum(["UP", "DEGRADED", "DOWN"]),
  checks: z.record(z.string(), z.object({ status: z.string(), detail: z.string().optional() })).default({}),
});

/** How the metrics app is, by its own word. */
export interface DashboardStatus {
  readonly url: string;
  /** `SILENT`: nobody answers there in time. */
  readonly status: "UP" | "DEGRADED" | "DOWN" | "SILENT";
  /** The parts that are not well, each with the reason: `kafka: connection refused`. */
  readonly faults: readonly string[];
}

/** Asks a metrics app how it is. @param url where it listens */
export async function dashboardStatus(url: string): Promise<DashboardStatus> {
  try {
    const response = await fetch(`${url}/health`, { signal: AbortSignal.timeout(3_000) });
    const { status, checks } = health.parse(await response.json());
    const unwell = Object.entries(checks).filter(([, check]) => check.status !== "UP");
    const faults = unwell.map(([name, { status, detail }]) => `${name}: ${detail ?? status}`);
    return { url, status, faults };
  } catch {
    return { url, status: "SILENT", faults: [] };
  }
}

/** One line about it. */
export function formatDashboard({ url, status, faults }: DashboardStatus): string {
  if (status === "SILENT") return `dashboard: nobody answers at ${url}; "npm run logs -- metrics" says why`;
  return [`dashboard: ${url} is ${status}`, ...faults].join("; ");
}
