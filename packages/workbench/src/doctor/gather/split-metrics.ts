import type { CallOptions, JobManager } from "@millrace/flink";
import type { SplitFact } from "../facts.ts";

/** `0.Source__page_views[1].split.test_streaming_page-view-0.watermark.currentWatermark` */
const metric = /\.split\.(.+)-(\d+)\.watermark\.(currentWatermark|idleTimeMsPerSecond)$/;

/** Idle for so many milliseconds of each second, over the last minute: it is idle now. */
const idleMsPerSecond = 990;

/** The metrics that a vertex's Kafka reader has of each of its partitions; none of a vertex that reads nothing. */
export async function readSplits(
  jobManager: JobManager,
  jobId: string,
  options: CallOptions & { readonly vertexId: string },
): Promise<readonly SplitFact[]> {
  const names = (await jobManager.metricNames(jobId, options)).filter((name) => metric.test(name));
  return toSplits(await jobManager.metrics(jobId, names, options));
}

/** Brings the metrics of each partition together. */
export function toSplits(metrics: ReadonlyMap<string, string>): readonly SplitFact[] {
  const splits = new Map<
    string,
    { topic: string; partition: number; watermark: number | undefined; isIdle: boolean }
  >();
  for (const [name, text] of metrics) {
    const [, topic, partition, kind] = metric.exec(name) ?? [];
    if (topic === undefined || partition === undefined) continue;
    const id = `${topic}-${partition}`;
    const split = splits.get(id) ?? {
      topic,
      partition: Number(partition),
      watermark: undefined,
      isIdle: false,
    };
    const value = Number(text);
    if (kind === "idleTimeMsPerSecond") split.isIdle = value >= idleMsPerSecond;
    else if (value > -9e18) split.watermark = value;
    splits.set(id, split);
  }
  return [...splits.values()];
}

/** A topic's name as metrics write it. */
export function metricName(topic: string): string {
  return topic.replaceAll(/[ .:,]/g, "_");
}
