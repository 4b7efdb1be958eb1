import { createWriteStream } from "node:fs";
import type { EventPlan } from "@millrace/domain";
import {
  type EventTarget,
  HttpTarget,
  JsonLinesTarget,
  KafkaTarget,
  schemaIds,
  type Statistics,
} from "@millrace/generator";
import { KafkajsProducer, RegistryClient } from "@millrace/kafka";
import type { CliConfig } from "./config.ts";
import type { GenerateFlags } from "./generate-options.ts";
import { localRecord } from "./instance.ts";
import { NotRunningError, runningSource } from "./verbs/read.ts";

/** What a target is opened with. */
export interface TargetContext {
  readonly config: CliConfig;
  readonly events: readonly EventPlan[];
  readonly statistics: Statistics;
  readonly signal: AbortSignal;
}

/** Opens where events go. @throws NotRunningError where that is the stack and it does not run */
export async function openTarget(
  { to, concurrency, malformedBytes = false }: GenerateFlags,
  { config, events, statistics, signal }: TargetContext,
): Promise<EventTarget> {
  switch (to.kind) {
    case "stdout":
      return new JsonLinesTarget({ stream: process.stdout, statistics, endsStream: false });
    case "file":
      return new JsonLinesTarget({ stream: createWriteStream(to.path), statistics });
    case "http": {
      const url = to.url ?? publisherUrl(config);
      const lanes = concurrency === undefined ? {} : { concurrency };
      return new HttpTarget({ url, events, statistics, signal, ...lanes });
    }
    case "kafka": {
      const { bootstrapServers, registryUrl } = runningSource(config);
      const ids = await schemaIds(events, new RegistryClient({ url: registryUrl }));
      const producer = new KafkajsProducer({
        bootstrapServers: [bootstrapServers],
        clientId: "millrace-generate",
      });
      await producer.connect();
      return new KafkaTarget({ producer, events, schemaIds: ids, statistics, malformedBytes, signal });
    }
  }
}

function publisherUrl(config: CliConfig): string {
  const port = localRecord(config)?.ports.publisher?.http;
  if (port === undefined) throw new NotRunningError();
  return `http://127.0.0.1:${port}`;
}
