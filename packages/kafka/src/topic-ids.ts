import type Cluster from "kafkajs/src/cluster/index.js";
import { ClusterSession, type LookupOptions } from "./cluster-session.ts";
import type { KafkaConnection } from "./connection.ts";
import { TopicNotFoundError } from "./errors.ts";
import { decodeMetadataAnswer, encodeMetadataRequest, metadataVersion } from "./metadata-request.ts";

const metadataKey = 3;
const unknownTopic = 3;

/**
 * Looks up topic ids, which kafkajs does not know: a topic that was deleted and made anew has another one, though its name and
 * its offsets may be the same.
 */
export class TopicIds {
  readonly #session: ClusterSession;

  constructor(connection: KafkaConnection, options: LookupOptions = {}) {
    this.#session = new ClusterSession(connection, options);
  }

  /**
   * The id of a topic: 32 hexadecimal digits.
   * @throws TopicNotFoundError, KafkaUnreachableError, KafkaRefusedError
   */
  async idOf(topic: string): Promise<string> {
    const lookup = { operation: `look up the id of topic ${topic}`, topic };
    const { errorCode, id } = await this.#session.run(lookup, async (cluster) => {
      const answer = await ask(cluster, topic);
      if (answer.errorCode === 0 || answer.errorCode === unknownTopic) return answer;
      throw new Error(`Kafka answers with error code ${answer.errorCode}`);
    });
    if (errorCode === unknownTopic) throw new TopicNotFoundError(topic);
    return id;
  }

  /** Ends the connection at once; the next look-up opens another. */
  close(): void {
    this.#session.close();
  }
}

async function ask(cluster: Cluster, topic: string) {
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
