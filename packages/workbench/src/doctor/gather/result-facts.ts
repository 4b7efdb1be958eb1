import { KafkaAdmin, readTopicEdges } from "@millrace/kafka";
import type { ResultFacts, RowFacts } from "../facts.ts";
import { read } from "../reading.ts";
import type { TableDdl } from "../table-ddl.ts";
import type { TopicPlace } from "./topic-place.ts";

/** Behind a transaction's last row stands its marker: so many offsets are read back to find a row. */
const newestOffsets = 200;

/** Looks at the topic behind a table that the statement writes. */
export async function gatherResult(place: TopicPlace, table: TableDdl): Promise<ResultFacts> {
  const topic = table.options.get("topic") ?? "";
  return { table: table.name, topic, rows: await read(() => gatherRows(place, topic)) };
}

async function gatherRows({ connection, timeoutMs }: TopicPlace, topic: string): Promise<RowFacts> {
  const edges = await readTopicEdges(connection, topic, { newest: newestOffsets, timeoutMs });
  await using admin = new KafkaAdmin(connection, { timeoutMs });
  const ends = new Map((await admin.topicOffsets(topic)).map(({ partition, end }) => [partition, end]));
  const times = edges.flatMap(({ newest }) => newest.map(({ timestampMs }) => timestampMs));
  return {
    committedOffsets: sum(edges.map(({ firstOffset, endOffset }) => endOffset - firstOffset)),
    hasRows: edges.some(({ first }) => first !== undefined),
    uncommitted: sum(
      edges.map(({ partition, endOffset }) => Math.max(0, (ends.get(partition) ?? endOffset) - endOffset)),
    ),
    newestRecordAt: times.length === 0 ? undefined : times.reduce((max, time) => Math.max(max, time)),
  };
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
