import {
  type Delivery,
  type KafkaConnection,
  NotDeliveredError,
  type ProducerPort,
  type ProducerRecord,
  readTopic,
} from "@millrace/kafka";
import { expect } from "vitest";

type Outcome = "delivered" | NotDeliveredError["outcome"];

interface Stood {
  readonly partition: number;
  readonly offset: number;
  readonly number: number;
}

/** Sends numbered records, keeps what was reported of each, and compares that with what is in the topic. */
export class DeliveryLedger {
  readonly #producer: ProducerPort;
  readonly #topic: string;
  readonly #timestampMs: number;
  readonly #deliveries: (Delivery | undefined)[] = [];

  /** `timestampMs` is that of every record. */
  constructor(producer: ProducerPort, topic: string, timestampMs: number) {
    this.#producer = producer;
    this.#topic = topic;
    this.#timestampMs = timestampMs;
  }

  /** Records that were reported in a way. */
  count(outcome: Outcome): number {
    return this.#deliveries.filter((delivery) => outcomeOf(delivery) === outcome).length;
  }

  /** Sends the next records, a third of them without a key, in one call. Resolves with whether all were delivered. */
  async send(records: number): Promise<boolean> {
    const first = this.#deliveries.length;
    const batch = Array.from({ length: records }, (_, index) => this.#record(first + index));
    this.#deliveries.push(...batch.map(() => undefined));
    const deliveries = await this.#producer.send(batch);
    deliveries.forEach((delivery, index) => {
      this.#deliveries[first + index] = delivery;
    });
    return deliveries.every(({ status }) => status === "delivered");
  }

  /** Everything reported is as the topic has it: where, how often, and in the order of the calls. */
  async expectToHold(connection: KafkaConnection): Promise<void> {
    const stood = await readNumbers(connection, this.#topic);
    const times = new Map<number, number>();
    const places = new Map<string, number>();
    for (const { partition, offset, number } of stood) {
      times.set(number, (times.get(number) ?? 0) + 1);
      places.set(`${partition}/${offset}`, number);
    }
    const wrong = this.#deliveries.flatMap((delivery, number) => {
      const fault = faultOf(delivery, number, { times: times.get(number) ?? 0, places });
      return fault === undefined ? [] : [`record ${number} ${fault}`];
    });
    expect(wrong.slice(0, 10)).toEqual([]);
    expect(firstOutOfOrder(stood), "records of a partition keep the order of the calls").toBeUndefined();
  }

  #record(number: number): ProducerRecord {
    const key = number % 3 === 0 ? null : Buffer.from(`key-${number % 50}`);
    const value = Buffer.from(String(number));
    return { topic: this.#topic, key, value, timestampMs: this.#timestampMs };
  }
}

function outcomeOf(delivery: Delivery | undefined): string {
  if (delivery === undefined) return "without a result";
  if (delivery.status === "delivered") return "delivered";
  return delivery.error instanceof NotDeliveredError ? delivery.error.outcome : delivery.error.message;
}

function faultOf(
  delivery: Delivery | undefined,
  number: number,
  { times, places }: { readonly times: number; readonly places: ReadonlyMap<string, number> },
): string | undefined {
  const outcome = outcomeOf(delivery);
  const allowed = { delivered: [1], "not-sent": [0], unknown: [0, 1] }[outcome];
  if (allowed?.includes(times) !== true) return `is ${outcome} and stands there ${times} times`;
  if (delivery?.status !== "delivered") return undefined;
  const place = `${delivery.partition}/${delivery.offset}`;
  const other = places.get(place);
  return other === number ? undefined : `is told to be at ${place}, where record ${other} is`;
}

async function readNumbers(connection: KafkaConnection, topic: string): Promise<readonly Stood[]> {
  const stood: Stood[] = [];
  for await (const { partition, offset, value } of readTopic(connection, topic))
    stood.push({ partition, offset, number: Number(value?.toString()) });
  return stood;
}

function firstOutOfOrder(stood: readonly Stood[]): Stood | undefined {
  const last = new Map<number, number>();
  return stood.find(({ partition, number }) => {
    const isBehind = number <= (last.get(partition) ?? -1);
    last.set(partition, number);
    return isBehind;
  });
}
