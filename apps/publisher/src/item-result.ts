import type { CheckedEvent, EventProblem } from "@millrace/events";
import type { Delivery } from "@millrace/kafka";

/** The value that identifies the event, where its domain names an attribute for that. */
interface Identified {
  readonly event_id?: string;
}

/** What became of one item of a request. */
export type ItemResult =
  | (Identified & {
      /** All in-sync replicas have it. */
      readonly status: "accepted";
      readonly topic: string;
      readonly partition: number;
      readonly offset: number;
    })
  | {
      /** It is not what its type says; nothing was sent. */
      readonly status: "invalid";
      readonly problems: readonly EventProblem[];
    }
  | (Identified & {
      /** The broker refuses it; sending it again does not help. */
      readonly status: "rejected";
      readonly reason: string;
    })
  | (Identified & {
      /** Not acknowledged; send it again with this event id. */
      readonly status: "retry";
      readonly reason: string;
    });

/** The result of an item that was handed to Kafka, or never could be. */
export function toItemResult(
  { id }: CheckedEvent,
  delivery: Delivery | { readonly status: "retry"; readonly reason: string },
): ItemResult {
  const identified = id === undefined ? {} : { event_id: id };
  if (delivery.status === "delivered") {
    const { topic, partition, offset } = delivery;
    return { status: "accepted", ...identified, topic, partition, offset };
  }
  if (delivery.status === "retry") return { status: "retry", ...identified, reason: delivery.reason };
  const { code, message } = delivery.error;
  return { status: code === "KAFKA_RECORD_REFUSED" ? "rejected" : "retry", ...identified, reason: message };
}
