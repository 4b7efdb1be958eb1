import type { MetricsContract } from "../../../../apps/metrics/src/catalog/contract.ts";
import type { PipelineSources } from "../../../../apps/metrics/src/pipeline/pipeline-sources.ts";

/** When everything of {@link stillPipeline} happened: milliseconds since the epoch. */
export const thenMs = Date.UTC(2026, 0, 15, 10, 0);

/** A domain `shop` whose events of the topic `orders` become rows of `counts`. */
export const shopContract = {
  version: 1,
  stage: "test",
  served: [],
  panels: [],
  events: [{ domain: "shop", topic: "orders" }],
  deadLetterTopics: [{ domain: "shop", topic: "dead" }],
  statements: [{ domain: "shop", name: "shop" }],
  connectors: [{ domain: "shop", name: "shop-counts", kind: "postgres", topics: ["counts"] }],
} as unknown as MetricsContract;

/** Where the pipeline of {@link shopContract} is; a test moves it. */
export interface StillPipeline {
  ends: number;
  done: number;
  resultEnds: number;
  stored: number;
  deadLetters: number;
  readonly sources: PipelineSources;
}

/** A pipeline of one partition everywhere: the event at offset n happened n s after {@link thenMs} and came 1 s later. */
export function stillPipeline(more: Partial<PipelineSources> = {}): StillPipeline {
  const at: StillPipeline = {
    ends: 0,
    done: 0,
    resultEnds: 0,
    stored: 0,
    deadLetters: 0,
    sources: {
      topics: async () => ["orders", "dead"],
      ends: async (topics) =>
        new Map(topics.map((topic) => [topic, new Map([[0, topic === "dead" ? at.deadLetters : at.ends]])])),
      firsts: async (topics) => new Map(topics.map((topic) => [topic, new Map([[0, 0]])])),
      committed: async (group) => new Map([[0, group === "test-shop" ? at.done : at.stored]]),
      records: async (topic, offsets) =>
        new Map([...offsets].map(([partition, offset]) => [partition, eventAt(topic, partition, offset)])),
      resultEnds: () => new Map([[0, at.resultEnds]]),
      countRows: async () => 0,
      pingStore: async () => undefined,
      ...more,
    },
  };
  return at;
}

function eventAt(topic: string, partition: number, offset: number) {
  const timestampMs = thenMs + offset * 1_000;
  const headers = new Map([["received-at", Buffer.from(String(timestampMs + 1_000))]]);
  return { topic, partition, offset, timestampMs, key: null, value: null, headers };
}
