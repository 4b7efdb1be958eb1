import { z } from "zod";
import { askJson } from "./ask-json.ts";
import type { PartStatus } from "./report.ts";

/** How a connector is. */
export interface ConnectorState {
  readonly status: PartStatus;
  readonly detail?: string;
}

const expanded = z.record(
  z.string(),
  z.object({
    status: z.object({
      connector: z.object({ state: z.string() }),
      tasks: z.array(z.object({ id: z.number(), state: z.string(), trace: z.string().optional() })),
    }),
  }),
);

/**
 * Asks Kafka Connect for every connector that it has, by name.
 * @param url of Connect's REST interface
 * @throws where Connect does not answer
 */
export async function readConnectors(
  url: string,
  timeoutMs: number,
): Promise<ReadonlyMap<string, ConnectorState>> {
  const found = await askJson(`${url.replace(/\/+$/, "")}/connectors?expand=status`, expanded, timeoutMs);
  return new Map(
    Object.entries(found).map(([name, { status }]) => [
      name,
      stateOf(name, status.connector.state, status.tasks),
    ]),
  );
}

type Task = z.output<typeof expanded>[string]["status"]["tasks"][number];

function stateOf(name: string, state: string, tasks: readonly Task[]): ConnectorState {
  const failed = tasks.find((task) => task.state === "FAILED");
  if (failed !== undefined) {
    const [cause = ""] = (failed.trace ?? "").split("\n", 1);
    return { status: "DOWN", detail: `task ${failed.id} of ${name} has FAILED: ${cause.slice(0, 200)}` };
  }
  if (state !== "RUNNING") return { status: "DOWN", detail: `${name} is ${state}` };
  const waiting = tasks.find((task) => task.state !== "RUNNING");
  if (tasks.length === 0) return { status: "DEGRADED", detail: `${name} has no task yet` };
  if (waiting !== undefined)
    return { status: "DEGRADED", detail: `task ${waiting.id} of ${name} is ${waiting.state}` };
  return { status: "UP" };
}

/** What several are together: all down is DOWN, one that is not up makes it DEGRADED; none is UNKNOWN. */
export function together(states: readonly ConnectorState[]): ConnectorState {
  const first = states.find(({ status }) => status !== "UP");
  if (states.length === 0) return { status: "UNKNOWN" };
  if (first === undefined) return { status: "UP" };
  const isDown = states.every(({ status }) => status === first.status);
  return { ...first, status: isDown ? first.status : "DEGRADED" };
}
