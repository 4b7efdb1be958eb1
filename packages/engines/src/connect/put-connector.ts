import { isDeepStrictEqual } from "node:util";
import type { ConnectCallOptions, ConnectClient } from "./connect-client.ts";
import { tasksFollow } from "./tasks-follow.ts";
import { type BoundConnector, validateConnectorConfig } from "./validate-connector.ts";

/** How a connector is given its configuration. */
export interface PutOptions extends ConnectCallOptions {
  /** What the configuration refers to is not what the connector was started with. Default: false. */
  readonly hasNewSecrets?: boolean;
  /** Whether something of it has failed, as far as is known: only then Connect is asked to start that again. Default: true. */
  readonly hasFailed?: boolean;
}

/**
 * Gives a connector its configuration, after Connect has found nothing wrong with it. One that has it already is left
 * as it is, except that what has failed of it is started again. One that is changed is started again as a whole.
 *
 * @throws ConnectorInvalidError; and whatever the client throws
 */
export async function putConnector(
  client: ConnectClient,
  connector: BoundConnector,
  { hasNewSecrets = false, hasFailed = true, ...options }: PutOptions = {},
): Promise<"created" | "updated" | "unchanged"> {
  const wanted = { ...connector.config, name: connector.name };
  const found = await client.connectorConfig(connector.name, options);
  const isSame = isDeepStrictEqual(found, wanted);
  if (isSame && !hasNewSecrets) {
    if (hasFailed) await client.restartFailed(connector.name, options);
    return "unchanged";
  }
  await validateConnectorConfig(client, connector, options);
  if (!isSame) await client.putConnectorConfig(connector.name, wanted, options);
  if (found === undefined) return "created";
  await tasksFollow(client, connector.name, { before: found, after: wanted, ...options });
  // Tasks start again by themselves with another configuration, but until they run Connect tells the old ones' state.
  await client.restart(connector.name, options);
  return "updated";
}
