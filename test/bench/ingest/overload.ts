import type { LoadRunner, RunOrder, RunResult } from "./run.ts";

/** One server at its capacity, at half of it, and at five times as much. */
export interface OverloadResult {
  readonly items: number;
  /** Closed loop: as much as it takes. */
  readonly capacity: RunResult;
  readonly half: RunResult;
  readonly overload: RunResult;
}

/** How many times the capacity is offered. */
export const overloadFactor = 5;
/** Callers at once, who drop what is due while each of them waits. */
const callers = 1_024;

/** Measures the publisher's capacity, then offers it much more. */
export async function measureOverload(
  runner: LoadRunner,
  { items, connections, seconds }: Omit<RunOrder, "perSecond">,
): Promise<OverloadResult> {
  const run = (name: string, order: Omit<RunOrder, "items">) =>
    runner.run("publisher", { name, order: { ...order, items } });
  const capacity = await run("capacity", { connections, seconds });
  const requestsPerSecond = (capacity.accepted.count / capacity.durationMs) * 1000;
  const half = await run("half of it", {
    connections: callers,
    seconds,
    perSecond: Math.round(requestsPerSecond / 2),
  });
  const overload = await run(`${overloadFactor} times as much`, {
    connections: callers,
    seconds: 2 * seconds,
    perSecond: Math.round(requestsPerSecond * overloadFactor),
    whenBusy: "dropped",
  });
  return { items, capacity, half, overload };
}
