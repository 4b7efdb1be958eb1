import type { ConnectCallOptions, ConnectClient, ConnectorConfig } from "./connect-client.ts";
import { type ConnectorConfigProblem, ConnectorInvalidError } from "./connect-errors.ts";

/** A connector that is to run: its configuration has no placeholders any more. */
export interface BoundConnector {
  readonly name: string;
  /** Path below `connectors/`, for messages. */
  readonly file: string;
  readonly config: ConnectorConfig;
}

/**
 * Has Connect look at a configuration without making the connector.
 *
 * @throws ConnectorInvalidError naming the file and every wrong key with its value; and whatever the client throws
 */
export async function validateConnectorConfig(
  client: ConnectClient,
  connector: BoundConnector,
  options: ConnectCallOptions = {},
): Promise<void> {
  const problems = [...unresolved(connector.config), ...(await refused(client, connector, options))];
  if (problems.length > 0) throw new ConnectorInvalidError(connector.name, connector.file, problems);
}

function unresolved(config: ConnectorConfig): readonly ConnectorConfigProblem[] {
  return Object.entries(config).flatMap(([key, value]) =>
    [...value.matchAll(/\$\{[^}]*\}/g)].map(([placeholder]) => ({
      key,
      value,
      message: `the placeholder ${placeholder} has no value here; connectors/README.md lists the ones there are`,
    })),
  );
}

async function refused(
  client: ConnectClient,
  { name, config }: BoundConnector,
  options: ConnectCallOptions,
): Promise<readonly ConnectorConfigProblem[]> {
  const connectorClass = config["connector.class"];
  const classes = (await client.plugins(options)).map((plugin) => plugin.class);
  if (connectorClass === undefined || !classes.includes(connectorClass)) {
    const message = `no such connector class, expected one of ${classes.join(", ")}`;
    return [{ key: "connector.class", ...valueOf(config, "connector.class"), message }];
  }
  const values = await client.validateConfig({ ...config, name, "connector.class": connectorClass }, options);
  return values.flatMap((value) =>
    tellingErrors(value.errors).map((message) => ({
      key: value.name,
      ...valueOf(config, value.name),
      message,
    })),
  );
}

/** A value that does not parse is reported a second time, as null. */
function tellingErrors(errors: readonly string[]): readonly string[] {
  const telling = errors.filter((error) => !error.startsWith("Invalid value null for "));
  return telling.length > 0 ? telling : errors;
}

function valueOf(config: ConnectorConfig, key: string): { readonly value?: string } {
  const value = config[key];
  return value === undefined ? {} : { value: isSecret(key) ? "(hidden)" : value };
}

function isSecret(key: string): boolean {
  return /password|secret|token|credential/i.test(key);
}
