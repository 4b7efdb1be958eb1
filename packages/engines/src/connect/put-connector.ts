import { isDeepStrictEqual } from "node:util";
import type { ConnectCallOptions, ConnectClient } from "./connect-client.ts";
import { type BoundConnector, validateConnectorConfig } from "./validate-connector.ts";

/**
 * Gives a connector its configuration, after Connect has found nothing wrong with it. One that has it already is left
 * as it is, except that what has failed of it is started again.
 *
 * @throws ConnectorInvalidError; and whatever the client throws
 */
export async function putConnector(
  client: ConnectClient,
  connector: BoundConnector,
  options: ConnectCallOptions = {},
): Promise<"created" | "updated" | "unchanged"> {
  const wanted = { ...connector.config, name: connector.name };
  const found = await client.connectorConfig(connector.name, options);
  if (isDeepStrictEqual(found, wanted)) {
    await client.restartFailed(connector.name, options);
    return "unchanged";
  }
  await validateConnectorConfig(client, connector, options);
  await client.putConnectorConfig(connector.name, wanted, options);
  return found === undefined ? "created" : "updated";
}
