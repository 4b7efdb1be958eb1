import type { TablePlan } from "@millrace/domain";
import { followTopic, parseAvroSchema, parseFrame } from "@millrace/kafka";
import { makeBenchInstance, resolveEngines } from "./bench-instance.ts";
import { pageViewPlan, pageViewTables, tableOf } from "./bench-plan.ts";
import { openLoop } from "./open-loop.ts";
import { PageViewPoster } from "./page-view-poster.ts";
import type { PipelineOptions } from "./pipeline-options.ts";
import { progress } from "./progress.ts";
import { ResultTimes } from "./result-times.ts";
import { freePorts, StartedPlatform } from "./started-platform.ts";
import { isOfLoad, TimedLoad, untilCounted, windowKey } from "./timed-load.ts";

/** How long page views took, in milliseconds each. */
export interface LatencyMeasurement {
  readonly perSecond: number;
  readonly seconds: number;
  readonly posted: number;
  /** Answers other than 202, by status. */
  readonly refused: Readonly<Record<string, number>>;
  /** From the time at which a POST was due to its answer. */
  readonly answerMs: readonly number[];
  /** From the 202 to the moment at which a read-committed consumer sees the provisional count that holds the page view. */
  readonly resultMs: readonly number[];
}

const warmUpSeconds = 10;

/**
 * Posts page views at a steady rate to a platform of its own, with every engine and connector running, and follows the
 * provisional counts. The first seconds are not counted.
 * @throws Error when accepted page views are missing from the results
 */
export async function measureLatency(options: PipelineOptions): Promise<LatencyMeasurement> {
  await resolveEngines();
  using instance = makeBenchInstance();
  const { ports, env } = await freePorts();
  progress("starting the whole platform");
  await using _platform = await StartedPlatform.start(instance, env);
  const table = tableOf(pageViewPlan(instance.config, instance.config.stage), pageViewTables.provisional);
  const times = new ResultTimes();
  const following = new AbortController();
  const bootstrapServers = [`127.0.0.1:${ports["kafka"]?.["broker"]}`];
  const followed = follow({ bootstrapServers, table, times, signal: following.signal });
  try {
    using poster = new PageViewPoster(`http://127.0.0.1:${ports["publisher"]?.["http"]}`);
    const load = new TimedLoad(poster, times, options.seed);
    progress(
      `posting ${options.rate} page views a second for ${warmUpSeconds} + ${options.latencySeconds} s`,
    );
    await openLoop({ perSecond: options.rate, seconds: warmUpSeconds + options.latencySeconds }, load.post);
    await untilCounted(times);
    const sinceMs = load.beganAt + warmUpSeconds * 1000;
    return {
      perSecond: options.rate,
      seconds: options.latencySeconds,
      posted: load.posted,
      refused: load.refused,
      answerMs: load.answers.filter(({ dueMs }) => dueMs >= sinceMs).map(({ dueMs, at }) => at - dueMs),
      resultMs: times.delays(sinceMs),
    };
  } finally {
    following.abort();
    await followed;
  }
}

async function follow({
  bootstrapServers,
  table,
  times,
  signal,
}: {
  readonly bootstrapServers: readonly string[];
  readonly table: TablePlan;
  readonly times: ResultTimes;
  readonly signal: AbortSignal;
}): Promise<void> {
  const type = parseAvroSchema(table.value.schema);
  for await (const { value } of followTopic({ bootstrapServers }, table.topic, { signal })) {
    if (value === null) continue;
    const row = type.fromBuffer(parseFrame(value).payload) as {
      readonly window_start: number;
      readonly postcode: string;
      readonly page_view_count: number;
    };
    if (!isOfLoad(row.postcode)) continue;
    times.counted(windowKey(row.window_start, row.postcode), row.page_view_count, performance.now());
  }
}
