import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { MillraceError, type Secret } from "@millrace/common";
import { emitOpenApi, type EventPlan } from "@millrace/domain";
import { type Engine, type EngineContext, type InstanceLayout, nodeApp, s3Access } from "@millrace/engines";
import { eventAliases } from "@millrace/events";
import type { PublisherSettings } from "@millrace/settings";
import { writeLiveFile } from "./live-file.ts";
import { localMaskingKey } from "./local-masking-key.ts";
import { dashboardOrigins } from "./metrics-service.ts";
import { type Pipeline, type PipelinePlan, pipelineOf } from "./pipeline-of.ts";
import { publisherVariables } from "./publisher-variables.ts";
import { variablesOf } from "./variables.ts";

/** What the publisher is told by whoever runs it. */
export interface PublisherServiceOptions {
  readonly root: string;
  readonly sampleEvents: number;
  readonly publisher: PublisherSettings;
  /** The key of hashes that stand for personal values. Default: one that is made for this stack. */
  readonly maskingKey?: Secret;
  /** What it takes, and what becomes of that; asked for when it is started. */
  readonly plan: () => PipelinePlan & { readonly events: readonly EventPlan[] };
}

const name = "publisher";
const contractFile = "events.json";
/** The stage of this machine, in which nobody has to say who they are unless the settings say so. */
const stage = "dev";

/** The publisher as a service of the stack. */
export function publisherService({
  root,
  sampleEvents,
  publisher,
  maskingKey,
  plan,
}: PublisherServiceOptions): Engine {
  return nodeApp({
    name,
    title: "Publisher",
    entry: join(root, "apps", "publisher", "src", "server.ts"),
    readyPath: "/health/ready",
    env: (context) => ({
      EVENT_CONTRACT: join(context.configDir, contractFile),
      SAMPLE_EVENTS: String(sampleEvents),
      STAGE: stage,
      DATA_DIR: context.dataDir,
      MASKING_KEY: maskingKey?.reveal() ?? localMaskingKey(context.dataDir),
      ...publisherVariables(publisher, root),
      ...variablesOf({ CORS_ORIGINS: pagesOf(context, publisher) }),
      KAFKA_BOOTSTRAP_SERVERS: context.address("kafka", "broker"),
      SCHEMA_REGISTRY_URL: `http://${context.address("registry", "http")}/apis/ccompat/v7`,
      ...watched(context, plan()),
    }),
    files: () => {
      const content = eventContract(plan().events, pipelineOf(plan()));
      return [{ path: contractFile, content, isLive: true }];
    },
  });
}

/** The pages that may publish: those of the settings, and the dashboard. */
function pagesOf(context: EngineContext, { corsOrigins }: PublisherSettings): readonly string[] {
  return [...new Set([...corsOrigins, ...dashboardOrigins(context.address("metrics", "http"))])];
}

/** Where health and metrics look at what becomes of events. */
function watched(context: EngineContext, { buckets }: PipelinePlan): Readonly<Record<string, string>> {
  return {
    FLINK_REST_URL: `http://${context.address("flink-jobmanager", "rest")}`,
    CONNECT_REST_URL: `http://${context.address("connect", "rest")}`,
    S3_ENDPOINT: `http://${context.address("s3", "http")}`,
    S3_BUCKETS: buckets.map((bucket) => bucket.name).join(","),
    S3_ACCESS_KEY_ID: s3Access.accessKeyId,
    S3_SECRET_ACCESS_KEY: s3Access.secretAccessKey,
    AWS_REGION: s3Access.region,
  };
}

/** What the publisher reads to know which events it takes. @param pipeline default: nothing becomes of them */
export function eventContract(events: readonly EventPlan[], pipeline?: Pipeline): string {
  const openapi = emitOpenApi(events, { aliases: eventAliases });
  return `${JSON.stringify({ version: 1, events, pipeline, openapi }, undefined, 2)}\n`;
}

/** Writes which events a running publisher takes from now on; it begins with new ones when their topics exist. */
export function writeEventContract(
  layout: InstanceLayout,
  events: readonly EventPlan[],
  pipeline?: Pipeline,
): void {
  writeLiveFile(layout, { service: name, path: contractFile, content: eventContract(events, pipeline) });
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
