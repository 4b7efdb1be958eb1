import type { LogSink } from "@millrace/common";
import type { Admin } from "kafkajs";
import type { KafkaConnection } from "./connection.ts";
import { withDeadline } from "./deadline.ts";
import { KafkaUnreachableError } from "./errors.ts";
import { type KafkajsClient, openKafkajsClient } from "./kafkajs-client.ts";
import { toKafkaError } from "./kafkajs-errors.ts";

/** Settings of an {@link AdminSession}. */
export interface AdminSessionOptions {
  readonly log?: LogSink | undefined;
  /** How long one operation may take, connecting included, in milliseconds. */
  readonly timeoutMs: number;
  readonly retries: number;
}

interface OpenClient {
  readonly client: KafkajsClient;
  readonly admin: Promise<Admin>;
}

/** A kafkajs admin that connects when it is first used, and anew after it found Kafka unreachable. */
export class AdminSession {
  readonly #connection: KafkaConnection;
  readonly #options: AdminSessionOptions;
  #open: OpenClient | undefined;

  constructor(connection: KafkaConnection, options: AdminSessionOptions) {
    this.#connection = connection;
    this.#options = options;
  }

  /**
   * Runs one operation within its time.
   * @param operation in words, for messages
   * @param topic makes an unknown topic a TopicNotFoundError
   */
  async run<T>(operation: string, act: (admin: Admin) => Promise<T>, topic?: string): Promise<T> {
    const { timeoutMs } = this.#options;
    const context = { operation, connection: this.#connection, waitedMs: timeoutMs, topic };
    this.#open ??= this.#connect();
    const used = this.#open;
    try {
      return await withDeadline(used.admin.then(act), {
        timeoutMs,
        expired: () => toKafkaError(used.client.lastFault(), context),
      });
    } catch (error) {
      const typed = toKafkaError(error, context);
      if (typed instanceof KafkaUnreachableError && used === this.#open) this.close();
      throw typed;
    }
  }

  /** Ends the connection at once, whatever is under way. */
  close(): void {
    this.#open?.client.destroy();
    this.#open = undefined;
  }

  #connect(): OpenClient {
    const client = openKafkajsClient(this.#connection, this.#options);
    const admin = client.kafka.admin();
    return { client, admin: admin.connect().then(() => admin) };
  }
}
