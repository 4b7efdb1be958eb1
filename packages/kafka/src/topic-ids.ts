import type { LogSink } from "@millrace/common";
import Cluster from "kafkajs/src/cluster/index.js";
import type { KafkaConnection } from "./connection.ts";
import { withDeadline } from "./deadline.ts";
import { TopicNotFoundError } from "./errors.ts";
import { type KafkajsClient, openKafkajsClient } from "./kafkajs-client.ts";
import { toKafkaError } from "./kafkajs-errors.ts";
import { decodeMetadataAnswer, encodeMetadataRequest, metadataVersion } from "./metadata-request.ts";

/** Settings of {@link TopicIds}. */
export interface TopicIdOptions {
  readonly log?: LogSink | undefined;
  /** How long a look-up may take, in milliseconds. Default 5,000. */
  readonly timeoutMs?: number;
}

interface OpenCluster {
  readonly client: KafkajsClient;
  readonly cluster: Cluster;
}

const metadataKey = 3;
const unknownTopic = 3;

/**
 * Looks up topic ids, which kafkajs does not know: a topic that was deleted and made anew has another one, though its name and
 * its offsets may be the same. Connects at the first look-up, and anew after a failed one.
 */
export class TopicIds {
  readonly #connection: KafkaConnection;
  readonly #options: TopicIdOptions;
  #open: OpenCluster | undefined;

  constructor(connection: KafkaConnection, options: TopicIdOptions = {}) {
    this.#connection = connection;
    this.#options = options;
  }

  /**
   * The id of a topic: 32 hexadecimal digits.
   * @throws TopicNotFoundError, KafkaUnreachableError, KafkaRefusedError
   */
  async idOf(topic: string): Promise<string> {
    const { timeoutMs = 5_000 } = this.#options;
    const used = (this.#open ??= this.#connect());
    const context = {
      operation: `look up the id of topic ${topic}`,
      connection: this.#connection,
      waitedMs: timeoutMs,
      topic,
    };
    try {
      const { errorCode, id } = await withDeadline(ask(used.cluster, topic), {
        timeoutMs,
        expired: () => toKafkaError(used.client.lastFault(), context),
      });
      if (errorCode === 0) return id;
      throw errorCode === unknownTopic
        ? new TopicNotFoundError(topic)
        : new Error(`Kafka answers with error code ${errorCode}`);
    } catch (error) {
      if (error instanceof TopicNotFoundError) throw error;
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
      isolationLevel: 0,
      metadataMaxAge: 300_000,
      allowAutoTopicCreation: false,
    });
    return { client, cluster };
  }
}

async function ask(cluster: Cluster, topic: string) {
  if (!cluster.isConnected()) await cluster.connect();
  await cluster.refreshMetadataIfNecessary();
  const broker = await cluster.findControllerBroker();
  const bytes = encodeMetadataRequest(topic);
  const request = {
    apiKey: metadataKey,
    apiVersion: metadataVersion,
    apiName: "Metadata",
    encode: () => Promise.resolve({ buf: bytes, buffer: bytes }),
  };
  const response = {
    decode: (payload: Buffer) => Promise.resolve(decodeMetadataAnswer(payload)),
    parse: (answer: unknown) => Promise.resolve(answer),
  };
  return (await broker.connectionPool.send({ request, response })) as ReturnType<typeof decodeMetadataAnswer>;
}
