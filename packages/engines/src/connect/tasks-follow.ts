import { setTimeout as sleep } from "node:timers/promises";
import type { ConnectCallOptions, ConnectClient, ConnectorConfig } from "./connect-client.ts";

const lookEveryMs = 100;
/** A connector may give its tasks other values than its own, or fail before it gives them any. */
const patienceMs = 10_000;

/**
 * Waits until a connector's tasks have the values that were changed, as far as they have these keys. Until then Connect
 * starts tasks with the configuration from before, and they run.
 */
export async function tasksFollow(
  client: ConnectClient,
  name: string,
  {
    before,
    after,
    signal,
  }: ConnectCallOptions & { readonly before: ConnectorConfig; readonly after: ConnectorConfig },
): Promise<void> {
  const changed = Object.entries(after).filter(([key, value]) => before[key] !== value);
  const options = signal === undefined ? {} : { signal };
  for (let waitedMs = 0; waitedMs < patienceMs; waitedMs += lookEveryMs) {
    const configs = await client.taskConfigs(name, options);
    if (configs.every((config) => changed.every(([key, value]) => (config[key] ?? value) === value))) return;
    await sleep(lookEveryMs, undefined, options);
  }
}
