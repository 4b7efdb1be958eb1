import { renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { EventPlan } from "@millrace/domain";
import { type Engine, type InstanceLayout, nodeApp } from "@millrace/engines";

/** What the publisher is told by whoever runs it. */
export interface PublisherServiceOptions {
  readonly root: string;
  readonly sampleEvents: number;
  readonly maxBodyBytes: number;
  /** What it takes; asked for when it is started. */
  readonly events: () => readonly EventPlan[];
}

const name = "publisher";
const contractFile = "events.json";

/** The publisher as a service of the stack. */
export function publisherService({
  root,
  sampleEvents,
  maxBodyBytes,
  events,
}: PublisherServiceOptions): Engine {
  return nodeApp({
    name,
    title: "Publisher",
    entry: join(root, "apps", "publisher", "src", "server.ts"),
    readyPath: "/health/ready",
    env: (context) => ({
      EVENT_CONTRACT: join(context.configDir, contractFile),
      SAMPLE_EVENTS: String(sampleEvents),
      MAX_BODY_BYTES: String(maxBodyBytes),
      KAFKA_BOOTSTRAP_SERVERS: context.address("kafka", "broker"),
      SCHEMA_REGISTRY_URL: `http://${context.address("registry", "http")}/apis/ccompat/v7`,
    }),
    files: () => [{ path: contractFile, content: eventContract(events()), isLive: true }],
  });
}

/** What the publisher reads to know which events it takes. */
export function eventContract(events: readonly EventPlan[]): string {
  return `${JSON.stringify({ version: 1, events }, undefined, 2)}\n`;
}

/** Tells a running publisher which events it takes from now on; it begins with new ones when their topics exist. */
export function writeEventContract(layout: InstanceLayout, events: readonly EventPlan[]): void {
  const file = join(layout.configDir(name), contractFile);
  writeFileSync(`${file}.new`, eventContract(events));
  renameSync(`${file}.new`, file);
}
