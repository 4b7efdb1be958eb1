import { ConnectHttp, type ConnectOptions } from "./connect-http.ts";
import { type Redact, showAll } from "./redact.ts";

/** A connector's configuration: every value is a text. */
export type ConnectorConfig = Readonly<Record<string, string>>;

/** What may be given with every call. */
export interface ConnectCallOptions {
  readonly signal?: AbortSignal;
}

/** A connector class that the worker has found. */
export interface ConnectorPlugin {
  readonly class: string;
  readonly type: "source" | "sink";
  readonly version: string;
}

export type ConnectorState = "RUNNING" | "PAUSED" | "STOPPED" | "FAILED" | "UNASSIGNED" | "RESTARTING";

/** One part of a connector; `trace` is the Java stack trace of a failure. */
export interface ConnectorPart {
  readonly state: ConnectorState;
  readonly trace?: string;
}

export interface ConnectorStatus {
  readonly name: string;
  readonly connector: ConnectorPart;
  readonly tasks: readonly (ConnectorPart & { readonly id: number })[];
}

/** What Connect says about one key of a configuration. */
export interface ValidatedValue {
  readonly name: string;
  readonly errors: readonly string[];
}

/**
 * Kafka Connect's REST interface. Requests are repeated while the workers rebalance.
 * Every method throws ConnectUnreachableError, ConnectAnswerError or ConnectBusyError.
 */
export class ConnectClient {
  readonly #http: ConnectHttp;
  readonly #redact: Redact;

  constructor(options: ConnectOptions) {
    this.#redact = options.redact ?? showAll;
    this.#http = new ConnectHttp(options);
  }

  /** The connector classes there are, sorted as Connect does. */
  async plugins({ signal }: ConnectCallOptions = {}): Promise<readonly ConnectorPlugin[]> {
    return (await this.#http.send({
      method: "GET",
      path: "/connector-plugins",
      signal,
    })) as ConnectorPlugin[];
  }

  /** Names of all connectors, sorted. */
  async connectorNames({ signal }: ConnectCallOptions = {}): Promise<readonly string[]> {
    return ((await this.#http.send({ method: "GET", path: "/connectors", signal })) as string[]).sort();
  }

  /** Undefined when there is no such connector. */
  async connectorConfig(
    name: string,
    { signal }: ConnectCallOptions = {},
  ): Promise<ConnectorConfig | undefined> {
    const path = `/connectors/${encodeURIComponent(name)}/config`;
    return (await this.#http.send({ method: "GET", path, signal })) as ConnectorConfig | undefined;
  }

  /** Makes the connector, or gives it this configuration in place of the one it has. */
  async putConnectorConfig(
    name: string,
    config: ConnectorConfig,
    { signal }: ConnectCallOptions = {},
  ): Promise<void> {
    const path = `/connectors/${encodeURIComponent(name)}/config`;
    await this.#http.send({ method: "PUT", path, body: config, signal });
  }

  /** The configurations that the connector has given its tasks; none where there are no tasks, or no such connector. */
  async taskConfigs(name: string, { signal }: ConnectCallOptions = {}): Promise<readonly ConnectorConfig[]> {
    const path = `/connectors/${encodeURIComponent(name)}/tasks`;
    const tasks = (await this.#http.send({ method: "GET", path, signal })) ?? [];
    return (tasks as readonly { readonly config: ConnectorConfig }[]).map(({ config }) => config);
  }

  /** What Connect thinks of every key that the connector class knows. The class must be one of {@link plugins}. */
  async validateConfig(
    config: ConnectorConfig & { readonly "connector.class": string },
    { signal }: ConnectCallOptions = {},
  ): Promise<readonly ValidatedValue[]> {
    const path = `/connector-plugins/${encodeURIComponent(config["connector.class"])}/config/validate`;
    const answer = await this.#http.send({ method: "PUT", path, body: config, signal });
    return (answer as { configs: readonly { value: ValidatedValue }[] }).configs.map(
      // The rest of the answer holds values with their secrets.
      ({ value: { name, errors } }) => ({ name, errors: errors.map(this.#redact) }),
    );
  }

  /** Status of every connector by name. */
  async statuses({ signal }: ConnectCallOptions = {}): Promise<Readonly<Record<string, ConnectorStatus>>> {
    const answer = await this.#http.send({ method: "GET", path: "/connectors?expand=status", signal });
    const entries = Object.entries(answer as Record<string, { status: ConnectorStatus }>);
    return Object.fromEntries(entries.map(([name, { status }]) => [name, this.#redactStatus(status)]));
  }

  /** Starts the connector and those of its tasks again that have failed; the others are left alone. */
  async restartFailed(name: string, options: ConnectCallOptions = {}): Promise<void> {
    await this.#restart(name, true, options);
  }

  /** Starts the connector and all its tasks again: they read what their configuration refers to anew. */
  async restart(name: string, options: ConnectCallOptions = {}): Promise<void> {
    await this.#restart(name, false, options);
  }

  /** Deletes a connector if it exists. Its consumer groups stay: see `connectorGroups`. */
  async deleteConnector(name: string, { signal }: ConnectCallOptions = {}): Promise<void> {
    await this.#http.send({ method: "DELETE", path: `/connectors/${encodeURIComponent(name)}`, signal });
  }

  async #restart(name: string, onlyFailed: boolean, { signal }: ConnectCallOptions): Promise<void> {
    const path = `/connectors/${encodeURIComponent(name)}/restart?includeTasks=true&onlyFailed=${onlyFailed}`;
    await this.#http.send({ method: "POST", path, signal });
  }

  #redactStatus(status: ConnectorStatus): ConnectorStatus {
    const part = <Part extends ConnectorPart>(each: Part): Part =>
      each.trace === undefined ? each : { ...each, trace: this.#redact(each.trace) };
    return { ...status, connector: part(status.connector), tasks: status.tasks.map(part) };
  }
}
