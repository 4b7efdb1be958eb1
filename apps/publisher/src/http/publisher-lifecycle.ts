import { Lifecycle } from "@millrace/http";

/** A publisher that is starting. */
export function publisherLifecycle(): Lifecycle {
  return new Lifecycle({
    name: "publisher",
    waitsFor: "Kafka and the schema registry have not answered yet; see /health.",
  });
}
