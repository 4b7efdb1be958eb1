import type { LogSink } from "@millrace/common";
import Cluster from "kafkajs/src/cluster/index.js";
import type { KafkaConnection } from "./connection.ts";
import { withDeadline } from "./deadline.ts";
import { type KafkajsClient, openKafkajsClient } from "./kafkajs-client.ts";
import { toKafkaError } from "./kafkajs-errors.ts";

/** Settings of look-ups. */
export interface LookupOptions {
  readonly log?: LogSink | undefined;
  /** How long a look-up may take, in milliseconds. Default 5,000. */
  readonly timeoutMs?: number;
}

/** What a look-up is about, as its errors say it. */
export interface Lookup {
  /** Follows "could not": `look up offsets of 3 topics`. */
  readonly operation: string;
  readonly topic?: string;
}

interface OpenCluster {
  readonly client: KafkajsClient;
  readonly cluster: Cluster;
}

const readCommitted = 1;

/** A connection for look-ups with bounded time: made at the first one, and anew after a failed one. */
export class ClusterSession {
  readonly #connection: KafkaConnection;
  readonly #options: LookupOptions;
  #open: OpenCluster | undefined;

  constructor(connection: KafkaConnection, options: LookupOptions = {}) {
    this.#connection = connection;
    this.#options = options;
  }

  /**
   * Asks the cluster, to which it is connected by then.
   * @throws KafkaUnreachableError, KafkaRefusedError
   */
  async run<T>(lookup: Lookup, ask: (cluster: Cluster) => Promise<T>): Promise<T> {
    const { timeoutMs = 5_000 } = this.#options;
    const used = (this.#open ??= this.#connect());
    const context = { ...lookup, connection: this.#connection, waitedMs: timeoutMs };
    try {
      return await withDeadline(askConnected(used.cluster, ask), {
        timeoutMs,
        expired: () => toKafkaError(used.client.lastFault(), context),
      });
    } catch (error) {
      if (used === this.#open) this.close();
      throw toKafkaError(error, context);
    }
  }

  /** Ends the connection at once; the next look-up opens another. */
  close(): void {
    this.#open?.client.destroy();
    this.#open = undefined;
  }

  #connect(): OpenCluster {
    const client = openKafkajsClient(this.#connection, { log: this.#options.log, retries: 0 });
    const cluster = new Cluster({
      ...client.config,
      logger: client.kafka.logger(),
      isolationLevel: readCommitted,
      metadataMaxAge: 60_000,
      allowAutoTopicCreation: false,
    });
    return { client, cluster };
  }
}

async function askConnected<T>(cluster: Cluster, ask: (cluster: Cluster) => Promise<T>): Promise<T> {
  if (!cluster.isConnected()) await cluster.connect();
  return await ask(cluster);
}
