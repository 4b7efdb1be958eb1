import type { Problem } from "@millrace/common";
import type { Delivery } from "@millrace/kafka";
import type { PageView } from "./page-view.ts";

/** What became of one item of a request. */
export type ItemResult =
  | {
      /** All in-sync replicas have it. */
      readonly status: "accepted";
      readonly event_id: string;
      readonly topic: string;
      readonly partition: number;
      readonly offset: number;
    }
  | {
      /** It is not a page view; nothing was sent. */
      readonly status: "invalid";
      readonly problems: readonly Problem[];
    }
  | {
      /** The broker refuses it; sending it again does not help. */
      readonly status: "rejected";
      readonly event_id: string;
      readonly reason: string;
    }
  | {
      /** Not acknowledged; send it again with this event id. */
      readonly status: "retry";
      readonly event_id: string;
      readonly reason: string;
    };

/** The result of an item that was handed to Kafka. */
export function toItemResult({ event_id }: PageView, delivery: Delivery): ItemResult {
  if (delivery.status === "delivered") {
    const { topic, partition, offset } = delivery;
    return { status: "accepted", event_id, topic, partition, offset };
  }
  const { code, message } = delivery.error;
  const status = code === "KAFKA_RECORD_REFUSED" ? "rejected" : "retry";
  return { status, event_id, reason: message };
}
