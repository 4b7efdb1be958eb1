import type { ConnectorPlan } from "@millrace/domain";
import { ConnectClient } from "../connect/connect-client.ts";
import { putConnector } from "../connect/put-connector.ts";
import type { BoundConnector } from "../connect/validate-connector.ts";
import { describeState, waitUntilRunning } from "../connect/wait-until-running.ts";
import type { Change } from "./change.ts";

/**
 * Gives every connector its configuration and waits until all of them run.
 *
 * @throws ConnectorInvalidError naming the file, key and value that Connect refuses; ConnectorFailedError,
 *   ConnectorsNotRunningError when one does not come to run
 */
export async function applyConnectors(
  url: string,
  connectors: readonly ConnectorPlan[],
  bindings: Readonly<Record<string, string>>,
): Promise<Change[]> {
  const client = new ConnectClient({ url });
  const changes = await Promise.all(
    connectors.map(async (connector): Promise<Change> => {
      const action = await putConnector(client, bound(connector, bindings));
      return { kind: "connector", name: connector.name, action };
    }),
  );
  await waitUntilRunning(
    client,
    connectors.map(({ name }) => name),
  );
  return changes;
}

/** Every connector of a worker with the state of its parts, sorted by name. */
export async function connectorStates(
  url: string,
  signal: AbortSignal,
): Promise<{ readonly name: string; readonly state: string }[]> {
  const statuses = Object.values(await new ConnectClient({ url }).statuses({ signal }));
  return statuses
    .map((status) => ({ name: status.name, state: describeState(status) }))
    .toSorted((a, b) => (a.name < b.name ? -1 : 1));
}

/** Fills the placeholders in; one that has no value stays, and is reported with its key when the connector is validated. */
function bound(
  { name, file, config }: ConnectorPlan,
  bindings: Readonly<Record<string, string>>,
): BoundConnector {
  const fill = (text: string) =>
    text.replaceAll(/\$\{([^}]*)\}/g, (whole, key: string) => bindings[key] ?? whole);
  return {
    name,
    file,
    config: Object.fromEntries(Object.entries(config).map(([key, value]) => [key, fill(value)])),
  };
}
