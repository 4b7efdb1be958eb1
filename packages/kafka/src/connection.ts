import { ConnectionSettingError } from "./errors.ts";
import type { SaslCredentials } from "./jaas.ts";

/** How a Kafka cluster is reached. */
export interface KafkaConnection {
  /** `host:port` of one or more brokers. */
  readonly bootstrapServers: readonly string[];
  /** Shown in the broker's log. Default `millrace`. */
  readonly clientId?: string;
  /** Left out on a laptop. */
  readonly sasl?: SaslCredentials;
  /** Default: TLS when there are credentials. */
  readonly tls?: boolean;
}

/**
 * Reads `host:port,host:port` as in `KAFKA_BOOTSTRAP_SERVERS`.
 * @throws ConnectionSettingError naming the entry that is no `host:port`
 */
export function parseBootstrapServers(text: string): readonly string[] {
  const servers = text
    .split(",")
    .map((server) => server.trim())
    .filter((server) => server !== "");
  if (servers.length === 0) throw new ConnectionSettingError("no bootstrap server given, expected host:port");
  for (const server of servers) {
    const port = Number(/^(?:[^\s:/]+|\[[\da-f:]+\]):(\d{1,5})$/i.exec(server)?.[1] ?? Number.NaN);
    if (!(port >= 1 && port <= 65535)) {
      throw new ConnectionSettingError(`bootstrap server "${server}" cannot be read, expected host:port`);
    }
  }
  return servers;
}
