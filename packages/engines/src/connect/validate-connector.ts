import type { ConnectCallOptions, ConnectClient, ConnectorConfig } from "./connect-client.ts";
import { type ConnectorConfigProblem, ConnectorInvalidError } from "./connect-errors.ts";

/** A connector that is to run: its placeholders are filled in, and secrets are references that the worker follows. */
export interface BoundConnector {
  readonly name: string;
  /** Path below `connectors/`, for messages. */
  readonly file: string;
  readonly config: ConnectorConfig;
  /** By key of a value that holds secrets: the value as the file names them, for messages. */
  readonly references?: Readonly<Record<string, string>>;
  /** Placeholders that have no value, and so stand in the configuration as they are. */
  readonly unbound?: readonly { readonly key: string; readonly placeholder: string }[];
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
  const problems = [...unresolved(connector), ...(await refused(client, connector, options))];
  if (problems.length > 0) throw new ConnectorInvalidError(connector.name, connector.file, problems);
}

function unresolved(connector: BoundConnector): readonly ConnectorConfigProblem[] {
  return (connector.unbound ?? []).map(({ key, placeholder }) => ({
    key,
    ...valueOf(connector, key),
    message: `the placeholder ${placeholder} has no value here; connectors/README.md lists the ones there are`,
  }));
}

async function refused(
  client: ConnectClient,
  connector: BoundConnector,
  options: ConnectCallOptions,
): Promise<readonly ConnectorConfigProblem[]> {
  const { name, config } = connector;
  const connectorClass = config["connector.class"];
  const classes = (await client.plugins(options)).map((plugin) => plugin.class);
  if (connectorClass === undefined || !classes.includes(connectorClass)) {
    const message = `no such connector class, expected one of ${classes.join(", ")}`;
    return [{ key: "connector.class", ...valueOf(connector, "connector.class"), message }];
  }
  const values = await client.validateConfig({ ...config, name, "connector.class": connectorClass }, options);
  return values.flatMap((value) =>
    tellingErrors(value.errors).map((message) => ({
      key: value.name,
      ...valueOf(connector, value.name),
      message,
    })),
  );
}

/** A value that does not parse is reported a second time, as null. */
function tellingErrors(errors: readonly string[]): readonly string[] {
  const telling = errors.filter((error) => !error.startsWith("Invalid value null for "));
  return telling.length > 0 ? telling : errors;
}

function valueOf({ config, references }: BoundConnector, key: string): { readonly value?: string } {
  const reference = references?.[key];
  if (reference !== undefined) return { value: reference };
  const value = config[key];
  return value === undefined ? {} : { value: isSecret(key) ? "(hidden)" : value };
}

function isSecret(key: string): boolean {
  return /password|secret|token|credential/i.test(key);
}
