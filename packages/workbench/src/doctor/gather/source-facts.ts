import { KafkaAdmin, type PartitionEdges, readTopicEdges } from "@millrace/kafka";
import type { PartitionFacts, SourceFacts, SplitFact, WatermarkFacts } from "../facts.ts";
import { read } from "../reading.ts";
import type { TableDdl } from "../table-ddl.ts";
import { metricName } from "./split-metrics.ts";
import { type EventTimeOf, eventTimeReader } from "./event-time.ts";
import { watchQuiet } from "./idle-watch.ts";
import type { TopicPlace } from "./topic-place.ts";

/** How many of the newest offsets of a partition are looked at. */
const newestOffsets = 2_000;

/** What is known of a source before its topic is looked at. */
export interface SourceQuestion {
  readonly table: TableDdl;
  readonly watermark: WatermarkFacts | undefined;
  readonly splits: readonly SplitFact[];
}

/** Looks at the topic behind a table that the statement reads. */
export async function gatherSource(place: TopicPlace, question: SourceQuestion): Promise<SourceFacts> {
  const { table, watermark } = question;
  const topic = table.options.get("topic") ?? "";
  const partitions = await read(() => gatherPartitions(place, topic, question));
  return { table: table.name, topic, watermark, partitions };
}

async function gatherPartitions(
  { connection, registryUrl, timeoutMs }: TopicPlace,
  topic: string,
  { table, watermark, splits }: SourceQuestion,
): Promise<readonly PartitionFacts[]> {
  const edges = await readTopicEdges(connection, topic, { newest: newestOffsets, timeoutMs });
  await using admin = new KafkaAdmin(connection, { timeoutMs });
  const group = table.options.get("properties.group.id");
  const committed = group === undefined ? undefined : await admin.committedOffsets(group, topic);
  const timeOf = eventTimeReader(registryUrl, table.timeColumn);
  const isQuiet = await watchQuiet(admin, topic, watermark?.idleTimeoutMs);
  const own = splits.filter((split) => split.topic === metricName(topic));
  return Promise.all(
    edges.map(async (each) => {
      const { partition, firstOffset, endOffset } = each;
      const split = own.find((one) => one.partition === partition);
      const done = committed?.get(partition);
      return {
        ...withReaderTime(await eventTimes(each, timeOf), split, watermark),
        partition,
        firstOffset,
        endOffset,
        isIdle: isQuiet(partition) ?? split?.isIdle,
        uncommitted: done === undefined ? undefined : Math.max(0, endOffset - done),
      };
    }),
  );
}

type Times = Pick<PartitionFacts, "firstEventAt" | "lastEventAt" | "newestEventAt" | "eventTimes">;

async function eventTimes({ first, newest }: PartitionEdges, timeOf: EventTimeOf): Promise<Times> {
  const isFirstAmongNewest = first === undefined || first.offset === newest[0]?.offset;
  const records = isFirstAmongNewest ? newest : [first, ...newest];
  const times: number[] = [];
  for (const record of records) times.push(await timeOf(record));
  const newestEventAt = times.length === 0 ? undefined : times.reduce((max, time) => Math.max(max, time));
  return { firstEventAt: times[0], lastEventAt: times.at(-1), newestEventAt, eventTimes: times };
}

/** The reader has seen all events, not only the newest offsets. */
function withReaderTime(
  times: Times,
  split: SplitFact | undefined,
  watermark: WatermarkFacts | undefined,
): Times {
  if (split?.watermark === undefined || watermark === undefined) return times;
  const seen = split.watermark + watermark.delayMs;
  return { ...times, newestEventAt: Math.max(times.newestEventAt ?? seen, seen) };
}
