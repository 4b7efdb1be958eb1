import type { Fingerprint } from "../../../../apps/publisher/src/receipts/fingerprint.ts";
import { IndexedReceipts } from "../../../../apps/publisher/src/receipts/indexed-receipts.ts";
import { MemoryBlockLog } from "./memory-block-log.ts";
import type { EventKey, Receipt } from "../../../../apps/publisher/src/receipts/receipts.ts";

/** Knows only how long an id is: nearly all ids meet. */
export const weakFingerprint = (): Fingerprint & { high: number; low: number } => ({
  high: 0,
  low: 0,
  read(eventId) {
    this.high = eventId.length % 2 === 0 ? 0xffffffff : 7;
    this.low = eventId.length % 3;
  },
});

/** An event of the topic `orders`, unless another is named. */
export function key(eventId: string, topic = "orders"): EventKey {
  return { topic, eventId };
}

/** A receipt of Kafka's. */
export function inKafka(offset: number, topic = "orders"): Receipt {
  return { place: { in: "kafka", topic, partition: 1, offset }, receivedAtMs: 1_700_000_000_000 };
}

/** A receipt of the spool's. */
export function inSpool(topic = "orders"): Receipt {
  return { place: { in: "spool", topic }, receivedAtMs: 1_700_000_000_000 };
}

/** Receipts on a log in memory, on a clock that is set by hand. */
export class TestReceipts {
  readonly log = new MemoryBlockLog();
  /** What was told of writing. */
  readonly faults: unknown[] = [];
  nowMs = 1_700_000_000_000;
  readonly #limits: { readonly horizonMs: number; readonly maxEvents: number; readonly maxLogBytes?: number };
  readonly #fingerprint: Fingerprint | undefined;

  constructor(
    limits: { readonly horizonMs?: number; readonly maxEvents?: number; readonly maxLogBytes?: number } = {},
    fingerprint?: Fingerprint,
  ) {
    this.#limits = { horizonMs: 3_600_000, maxEvents: 1_000, ...limits };
    this.#fingerprint = fingerprint;
  }

  open(): Promise<IndexedReceipts> {
    const bootedAtMs = this.nowMs - 5_000;
    return IndexedReceipts.open({
      log: this.log,
      ...this.#limits,
      onFault: (fault) => this.faults.push(fault),
      ...(this.#fingerprint === undefined ? {} : { fingerprint: this.#fingerprint }),
      clock: () => this.nowMs,
      monotonic: () => this.nowMs - bootedAtMs,
    });
  }
}

/** Takes events as a request does that is kept. */
export async function keep(
  receipts: IndexedReceipts,
  keys: readonly EventKey[],
  settled: readonly Receipt[],
): Promise<void> {
  void receipts.claim(keys);
  await receipts.settle(keys, settled);
}
