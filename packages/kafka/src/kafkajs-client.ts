import { connect as connectTcp, isIP, type Socket } from "node:net";
import { connect as connectTls } from "node:tls";
import { type LogSink, silentLog } from "@millrace/common";
import kafkajs, { type ISocketFactory, type Kafka, type KafkaConfig, type LogEntry } from "kafkajs";
import type { KafkaConnection } from "./connection.ts";

/** Settings of one kafkajs client; times in milliseconds. */
export interface ClientOptions {
  readonly log?: LogSink | undefined;
  /** How often kafkajs tries an operation again, waiting 0.1 to 1 s between. */
  readonly retries: number;
  /** How long one request waits for its answer. Default 5,000. */
  readonly requestTimeoutMs?: number;
}

/** A kafkajs client whose sockets are ours, so that it can be ended at once even when a broker is frozen. */
export interface KafkajsClient {
  readonly kafka: Kafka;
  /** What kafkajs' own `Cluster` wants, for reading without a consumer group. */
  readonly config: KafkaConfig;
  /** Destroys every socket and refuses new ones: nothing that was given up is written later. */
  destroy(): void;
  /** Why the last connection failed; undefined while one stands. */
  lastFault(): Error | undefined;
}

const connectionTimeoutMs = 3_000;
const keepAliveMs = 60_000;

/** Opens no connection yet; kafkajs does so at the first request. */
export function openKafkajsClient(connection: KafkaConnection, options: ClientOptions): KafkajsClient {
  const sockets = new OwnedSockets();
  const requestTimeoutMs = options.requestTimeoutMs ?? 5_000;
  const config: KafkaConfig = {
    brokers: [...connection.bootstrapServers],
    clientId: connection.clientId ?? "millrace",
    ssl: connection.tls ?? connection.sasl !== undefined,
    ...(connection.sasl === undefined ? {} : { sasl: connection.sasl as NonNullable<KafkaConfig["sasl"]> }),
    connectionTimeout: connectionTimeoutMs,
    authenticationTimeout: requestTimeoutMs,
    requestTimeout: requestTimeoutMs,
    retry: { retries: options.retries, initialRetryTime: 100, maxRetryTime: 1_000 },
    socketFactory: sockets.open,
    logLevel: kafkajs.logLevel.WARN,
    logCreator: () => logTo(options.log ?? silentLog),
  };
  return {
    kafka: new kafkajs.Kafka(config),
    config,
    destroy: () => sockets.destroy(),
    lastFault: () => sockets.lastFault,
  };
}

/** What kafkajs reports also reaches the caller as an error, so it is for debugging only. */
function logTo(sink: LogSink) {
  return ({ namespace, label, log: { message, timestamp: _, logger: __, stack: ___, ...facts } }: LogEntry) =>
    sink.debug({ ...facts, kafkajs: namespace, severity: label }, message);
}

class OwnedSockets {
  readonly #open = new Set<Socket>();
  #isSealed = false;
  lastFault: Error | undefined;

  readonly open: ISocketFactory = ({ host, port, ssl, onConnect }) => {
    if (this.#isSealed) throw new Error("this client is closed");
    const socket = ssl
      ? connectTls({ host, port, ...(isIP(host) === 0 ? { servername: host } : {}), ...ssl }, onConnect)
      : connectTcp({ host, port }, onConnect);
    socket.setKeepAlive(true, keepAliveMs);
    socket.setNoDelay(true);
    // kafkajs calls unref() on a failed socket again and again; Node keeps each as a listener and warns.
    socket.setMaxListeners(0);
    this.#open.add(socket);
    socket.once("connect", () => {
      this.lastFault = undefined;
    });
    socket.once("error", (error) => {
      this.lastFault = error;
    });
    socket.once("close", () => this.#open.delete(socket));
    return socket;
  };

  destroy(): void {
    this.#isSealed = true;
    for (const socket of this.#open) socket.destroy(new Error("this client is closed"));
  }
}
