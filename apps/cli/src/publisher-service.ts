import { join } from "node:path";
import { type Engine, nodeApp } from "@millrace/engines";

/** What the publisher is told by whoever runs it. */
export interface PublisherServiceOptions {
  readonly root: string;
  readonly stage: string;
  readonly sampleEvents: number;
  readonly maxBodyBytes: number;
}

/** The publisher as a service of the stack. */
export function publisherService({
  root,
  stage,
  sampleEvents,
  maxBodyBytes,
}: PublisherServiceOptions): Engine {
  return nodeApp({
    name: "publisher",
    title: "Publisher",
    entry: join(root, "apps", "publisher", "src", "server.ts"),
    readyPath: "/health/ready",
    env: (context) => ({
      STAGE: stage,
      SAMPLE_EVENTS: String(sampleEvents),
      MAX_BODY_BYTES: String(maxBodyBytes),
      KAFKA_BOOTSTRAP_SERVERS: context.address("kafka", "broker"),
      SCHEMA_REGISTRY_URL: `http://${context.address("registry", "http")}/apis/ccompat/v7`,
    }),
  });
}
