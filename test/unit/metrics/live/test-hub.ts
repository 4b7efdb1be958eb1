import { silentLog } from "@millrace/common";
import type { ServedTablePlan } from "@millrace/domain";
import { Hub, type HubOptions } from "../../../../apps/metrics/src/live/hub.ts";
import { jsonDecoder, type MemoryWorld } from "./memory-world.ts";

/** A hub over a world in memory. Frames are sent when a test says so. */
export function testHub(
  world: MemoryWorld,
  tables: readonly ServedTablePlan[],
  options: Partial<HubOptions> = {},
): Hub {
  const hub = new Hub({
    source: world,
    snapshots: world,
    decoder: jsonDecoder,
    log: silentLog,
    now: () => 1_000_000,
    bufferBytes: 1_048_576,
    flushMs: 3_600_000,
    patienceMs: 60_000,
    shareMs: 0,
    retryMs: 1,
    lookMs: 3_600_000,
    ...options,
  });
  hub.serve(tables);
  return hub;
}

/** Sends what was gathered. */
export function flush(hub: Hub): void {
  for (const channel of hub.channels) channel.flush();
}
