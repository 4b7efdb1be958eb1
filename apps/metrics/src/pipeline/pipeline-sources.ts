import type { Positions, TopicRecord } from "@millrace/kafka";
import type { ConnectorState } from "./connector-states.ts";
import type { JobFacts } from "./flink-jobs.ts";
import type { TopicOffsets } from "./offsets.ts";

/** What the watcher asks. Each may throw; none may take for ever. */
export interface PipelineSources {
  /** Names of the topics that exist. */
  topics(): Promise<readonly string[]>;
  /** Next offsets of topics that exist. */
  ends(topics: readonly string[]): Promise<TopicOffsets>;
  /** First offsets of topics that exist. */
  firsts(topics: readonly string[]): Promise<TopicOffsets>;
  /** What a consumer group has committed of a topic; partitions without it are absent. */
  committed(group: string, topic: string): Promise<Positions>;
  /** The first record at or behind each offset. */
  records(topic: string, offsets: Positions): Promise<ReadonlyMap<number, TopicRecord>>;
  /** Behind the newest record of each result topic, as far as it is followed. */
  resultEnds(topic: string): Positions | undefined;
  /** Undefined where nobody can be asked. */
  jobs?(names: readonly string[]): Promise<ReadonlyMap<string, JobFacts>>;
  connectors?(): Promise<ReadonlyMap<string, ConnectorState>>;
  publisher?(): Promise<void>;
  /** Counts the rows of Postgres tables; also says that the store answers. */
  countRows(tables: readonly string[]): Promise<number>;
  pingStore(): Promise<void>;
}
