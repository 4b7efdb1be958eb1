import type { TablePlan } from "@millrace/domain";
import { type KafkaConnection, parseAvroSchema, parseFrame, readTopic } from "@millrace/kafka";
import { WindowCounts } from "./window-counts.ts";

interface CountRow {
  readonly window_start: number;
  readonly postcode: string;
  readonly page_view_count: number;
}

/** What a topic of counts holds. */
export interface ReadCounts {
  readonly counts: WindowCounts;
  readonly rows: number;
}

/**
 * Reads the committed counts of a result topic up to an event time. A later row of an upsert table replaces an earlier
 * one; the rows of an append table are added up, so that one written twice is seen.
 */
export async function readCounts(
  connection: KafkaConnection,
  { topic, value, changelogMode }: Pick<TablePlan, "topic" | "value" | "changelogMode">,
  beforeMs: number,
): Promise<ReadCounts> {
  const type = parseAvroSchema(value.schema);
  const counts = new WindowCounts();
  let rows = 0;
  for await (const record of readTopic(connection, topic)) {
    rows++;
    if (record.value === null) continue;
    const row = type.fromBuffer(parseFrame(record.value).payload) as CountRow;
    if (row.window_start >= beforeMs) continue;
    if (changelogMode === "upsert") counts.set(row.window_start, row.postcode, row.page_view_count);
    else counts.add(row.window_start, row.postcode, row.page_view_count);
  }
  return { counts, rows };
}
