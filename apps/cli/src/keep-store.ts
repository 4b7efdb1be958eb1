import { silentLog } from "@millrace/common";
import { postgresKeeperUrl, type RunningPlatform } from "@millrace/engines";
import { startKeeper } from "@millrace/store";
import type { StartEvent } from "./start-event.ts";

/**
 * Keeps partitions and retention of the store from when its tables are there until the signal aborts. Never rejects: a round
 * that fails is told, and tables that cannot be made are told by whoever makes them.
 */
export async function keepStore(
  platform: Pick<RunningPlatform, "stack" | "step">,
  { onEvent, signal }: { readonly onEvent: (event: StartEvent) => void; readonly signal: AbortSignal },
): Promise<void> {
  const isThere = await platform.step("tables").then(
    () => true,
    () => false,
  );
  if (!isThere) return;
  const url = postgresKeeperUrl((engine, port) => platform.stack.address(engine, port));
  const warn = ({ err }: { readonly err?: unknown }) => {
    if (signal.aborted) return;
    onEvent({ type: "store-not-kept", reason: err instanceof Error ? err.message : String(err) });
  };
  await startKeeper(url, { log: { ...silentLog, warn }, signal });
}
