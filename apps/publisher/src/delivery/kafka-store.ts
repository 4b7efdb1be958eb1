import type { Delivery, ProducerPort } from "@millrace/kafka";
import type { EventRecord, EventStore, Stored } from "./event-store.ts";

/** Keeps events in Kafka alone: what is not acknowledged is not kept. */
export class KafkaStore implements EventStore {
  readonly #producer: ProducerPort;

  constructor(producer: ProducerPort) {
    this.#producer = producer;
  }

  async store(records: readonly EventRecord[]): Promise<readonly Stored[]> {
    const deliveries = await this.#producer.send(records);
    return deliveries.map(toStored);
  }
}

/** What a delivery means for its record. */
export function toStored(delivery: Delivery): Stored {
  if (delivery.status === "delivered") {
    const { topic, partition, offset } = delivery;
    return { in: "kafka", topic, partition, offset };
  }
  const { code, message } = delivery.error;
  return { in: "none", isFinal: code === "KAFKA_RECORD_REFUSED", code, reason: message };
}
