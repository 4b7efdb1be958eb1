import {
  type Delivery,
  KafkaUnreachableError,
  NotDeliveredError,
  type ProducerPort,
  type ProducerRecord,
  RecordRefusedError,
  TopicNotFoundError,
} from "@millrace/kafka";

/** A Kafka in memory that can be switched off, and that refuses what a test says. */
export class SwitchedKafka implements ProducerPort {
  readonly records: ProducerRecord[] = [];
  isUp = true;
  /** Why a record is refused; undefined where it is taken. */
  refuse: (record: ProducerRecord) => string | undefined = () => undefined;
  readonly missingTopics = new Set<string>();
  /** Records that are taken before Kafka goes away. */
  takesStill = Infinity;
  /** Is called with every call of `send`, before anything is taken. */
  onSend: (records: readonly ProducerRecord[]) => Promise<void> | void = () => undefined;

  async connect(): Promise<void> {
    if (!this.isUp)
      throw new KafkaUnreachableError({ operation: "connect", bootstrapServers: ["kafka:1"], waitedMs: 1 });
  }

  async send(records: readonly ProducerRecord[]): Promise<readonly Delivery[]> {
    await this.onSend(records);
    return records.map((record) => this.#take(record));
  }

  isConnected(): boolean {
    return this.isUp;
  }

  async close(): Promise<void> {}

  /** The values of what was taken, as text. */
  get values(): readonly string[] {
    return this.records.map(({ value }) => String(value));
  }

  #take(record: ProducerRecord): Delivery {
    const { topic } = record;
    if (this.takesStill <= 0) this.isUp = false;
    if (!this.isUp) return { status: "failed", error: new NotDeliveredError(topic, "not-sent") };
    if (this.missingTopics.has(topic)) return { status: "failed", error: new TopicNotFoundError(topic) };
    const reason = this.refuse(record);
    if (reason !== undefined) return { status: "failed", error: new RecordRefusedError(topic, reason) };
    this.takesStill -= 1;
    return { status: "delivered", topic, partition: 0, offset: this.records.push(record) - 1 };
  }
}
