import { existsSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { MillraceError } from "@millrace/common";
import { emitOpenApi, type EventPlan } from "@millrace/domain";
import { type Engine, type InstanceLayout, nodeApp } from "@millrace/engines";
import { eventAliases } from "@millrace/events";

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
  const openapi = emitOpenApi(events, { aliases: eventAliases });
  return `${JSON.stringify({ version: 1, events, openapi }, undefined, 2)}\n`;
}

/** Writes which events a running publisher takes from now on; it begins with new ones when their topics exist. */
export function writeEventContract(layout: InstanceLayout, events: readonly EventPlan[]): void {
  const file = join(layout.configDir(name), contractFile);
  const content = eventContract(events);
  if (existsSync(file) && readFileSync(file, "utf8") === content) return;
  writeFileSync(`${file}.new`, content);
  renameSync(`${file}.new`, file);
}

/** The publisher does not take every event that it was told to. */
export class PublisherBehindError extends MillraceError {
  readonly code = "PUBLISHER_BEHIND";
  readonly path: string;

  constructor(path: string, seconds: number, cause: unknown) {
    super(
      `everything is applied, but after ${seconds} s the publisher does not take ${path} yet; ` +
        `"npm run logs -- publisher" says why`,
      { cause },
    );
    this.path = path;
  }
}

/** How {@link untilTaken} waits. */
export interface TakenOptions {
  /** Default: 15,000. */
  readonly timeoutMs?: number;
  /** Default: 100. */
  readonly pauseMs?: number;
}

/**
 * Waits until a publisher takes all these events.
 * @param url where it listens: `http://127.0.0.1:8080`
 * @throws PublisherBehindError
 */
export async function untilTaken(
  url: string,
  events: readonly Pick<EventPlan, "path">[],
  { timeoutMs = 15_000, pauseMs = 100 }: TakenOptions = {},
): Promise<void> {
  const signal = AbortSignal.timeout(timeoutMs);
  for (const { path } of events) {
    for (;;) {
      try {
        // Events are posted: a path that exists does not take a GET.
        const { status } = await fetch(url + path, { signal });
        if (status === 405) break;
        await delay(pauseMs, undefined, { signal });
      } catch (cause) {
        if (signal.aborted) throw new PublisherBehindError(path, timeoutMs / 1000, cause);
        await delay(pauseMs);
      }
    }
  }
}
