import type { Delivery, ProducerPort, ProducerRecord } from "@millrace/kafka";

/** A producer that keeps records in memory; what it answers can be taken over by a test. */
export class MemoryProducer implements ProducerPort {
  readonly records: ProducerRecord[] = [];
  /** Decides what becomes of a record; by default it is delivered to partition 0. */
  answer: (record: ProducerRecord, at: number) => Delivery | Promise<Delivery> = ({ topic }, at) => ({
    status: "delivered",
    topic,
    partition: 0,
    offset: at,
  });

  async connect(): Promise<void> {}

  async send(records: readonly ProducerRecord[]): Promise<readonly Delivery[]> {
    const first = this.records.length;
    this.records.push(...records);
    return Promise.all(records.map(async (record, at) => this.answer(record, first + at)));
  }

  /** Delivers what comes from now on to partition 0 once it is told to; `received` resolves at the first record. */
  holdAnswers(): { readonly received: Promise<void>; readonly acknowledge: () => void } {
    let acknowledge = () => {};
    const acknowledged = new Promise<void>((resolve) => {
      acknowledge = resolve;
    });
    const received = new Promise<void>((resolve) => {
      this.answer = async ({ topic }) => {
        resolve();
        await acknowledged;
        return { status: "delivered", topic, partition: 0, offset: 0 };
      };
    });
    return { received, acknowledge };
  }

  isConnected(): boolean {
    return true;
  }

  async close(): Promise<void> {}
}
