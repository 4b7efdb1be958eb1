import { join } from "node:path";
import type { Logger } from "@millrace/common";
import type { ProducerPort } from "@millrace/kafka";
import type { PublisherConfig } from "../config.ts";
import { SpoolingStore } from "../delivery/spooling-store.ts";
import { deliveryMetrics } from "../health/delivery-metrics.ts";
import type { Metrics } from "../health/metrics.ts";
import { receiptMetrics } from "../health/receipt-metrics.ts";
import { prepareDataFolder } from "./data-folder.ts";
import { openReceipts, type OpenReceipts } from "../receipts/open-receipts.ts";

/** What keeps events and remembers them. */
export interface KeepingParts {
  readonly producer: ProducerPort;
  readonly metrics: Metrics;
  readonly log: Logger;
}

/** The spool and the receipts, both on the disk. */
export interface Kept {
  readonly store: SpoolingStore;
  readonly remembered: OpenReceipts;
}

/**
 * Opens what is kept on the disk, and recovers it after a crash.
 * @throws DataFolderError, LogLockedError while another publisher has the folder, and what the system throws
 */
export async function keepEvents(
  { dataDir, spoolMaxBytes: maxBytes, idempotency }: PublisherConfig,
  { producer, metrics, log }: KeepingParts,
): Promise<Kept> {
  await prepareDataFolder(dataDir);
  const remembered = await openReceipts({ dataDir, ...idempotency, log });
  const { receipts } = remembered;
  const store = await SpoolingStore.open({
    folder: join(dataDir, "spool"),
    maxBytes,
    producer,
    log,
    onReplayed: (record, place) => {
      receipts.moved(record, place);
      // What Kafka refuses goes to the dead letters, and is not produced.
      metrics.replayed(place.topic);
    },
  });
  metrics.add(deliveryMetrics(() => store.facts));
  metrics.add(receiptMetrics(() => receipts.facts()));
  return { store, remembered };
}
