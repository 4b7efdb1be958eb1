import {
  type KafkaAdmin,
  type KafkaConnection,
  type OffsetLookup,
  type Positions,
  RecordProbe,
} from "@millrace/kafka";
import type { Pool } from "pg";
import { readConnectors } from "./connector-states.ts";
import { readJobs } from "./flink-jobs.ts";
import type { PipelineSources } from "./pipeline-sources.ts";

/** Where the real pipeline is. */
export interface RealSourceOptions {
  readonly kafka: KafkaConnection;
  readonly admin: KafkaAdmin;
  readonly offsets: OffsetLookup;
  /** Of a role that can read. */
  readonly pool: Pick<Pool, "query">;
  /** Behind the newest record of a result topic that is followed. */
  readonly resultEnds: (topic: string) => Positions | undefined;
  readonly flinkUrl?: string | undefined;
  readonly connectUrl?: string | undefined;
  readonly publisherUrl?: string | undefined;
}

/** How long one question over HTTP may take. */
const answerMs = 3_000;

/** The pipeline as its own interfaces tell it. @returns `close` ends what it has opened */
export function realSources(options: RealSourceOptions): PipelineSources & { close(): void } {
  const { kafka, admin, offsets, pool, resultEnds, flinkUrl, connectUrl, publisherUrl } = options;
  const probes = new Map<string, RecordProbe>();
  const probe = (topic: string) => {
    let found = probes.get(topic);
    if (found === undefined) probes.set(topic, (found = new RecordProbe(kafka, topic)));
    return found;
  };
  return {
    topics: () => admin.listTopics(),
    ends: (topics) => offsets.ends(topics),
    firsts: (topics) => offsets.firsts(topics),
    committed: (group, topic) => admin.committedOffsets(group, topic),
    records: (topic, at) => probe(topic).at(at),
    resultEnds,
    ...(flinkUrl === undefined ? {} : { jobs: (names) => readJobs(flinkUrl, names, answerMs) }),
    ...(connectUrl === undefined ? {} : { connectors: () => readConnectors(connectUrl, answerMs) }),
    ...(publisherUrl === undefined ? {} : { publisher: () => askReady(publisherUrl) }),
    countRows: async (tables) => {
      const counts = tables.map((table) => `(SELECT count(*) FROM "${table.replaceAll('"', '""')}")`);
      const { rows } = await pool.query<{ readonly count: string }>(`SELECT ${counts.join(" + ")} AS count`);
      return Number(rows[0]?.count ?? 0);
    },
    pingStore: async () => void (await pool.query("SELECT 1")),
    close: () => {
      for (const each of probes.values()) each.close();
    },
  };
}

async function askReady(url: string): Promise<void> {
  const address = `${url.replace(/\/+$/, "")}/health/ready`;
  const response = await fetch(address, { signal: AbortSignal.timeout(answerMs) });
  const text = await response.text();
  if (!response.ok) throw new Error(`${address} answers ${response.status}: ${text.slice(0, 200)}`);
}
