import { makeBenchInstance, resolveEngines } from "../bench-instance.ts";
import { pageViewTables } from "../bench-plan.ts";
import { MemoryWatch } from "../ingest/memory-watch.ts";
import { openLoop } from "../open-loop.ts";
import { PageViewPoster } from "../page-view-poster.ts";
import { residentBytes } from "../process-usage.ts";
import { progress } from "../progress.ts";
import { ResultTimes } from "../result-times.ts";
import { freePorts, millrace, StartedPlatform } from "../started-platform.ts";
import { isOfLoad, TimedLoad, untilCounted, windowKey } from "../timed-load.ts";
import { EventStream } from "./event-stream.ts";
import type { QueryBenchOptions } from "./query-options.ts";
import type { StreamAnswer, StreamOrder } from "./stream-order.ts";
import { Worker } from "./worker.ts";

/** From an event that is accepted to the row that counts it at one client, in milliseconds each. */
export interface ClientLatency {
  readonly perSecond: number;
  readonly seconds: number;
  readonly posted: number;
  readonly refused: Readonly<Record<string, number>>;
  readonly seenMs: readonly number[];
}

/** What many clients were sent, and what they cost. */
export interface ManyClients extends StreamAnswer {
  readonly clients: number;
  /** Resident memory of the metrics app: before the first client, with all of them, and at most while rows came. */
  readonly memoryBytes: { readonly before: number; readonly open: number; readonly most: number };
}

/** What the running platform gave; parts that were not asked for are absent. */
export interface StreamMeasurement {
  readonly latency?: ClientLatency;
  readonly streams?: ManyClients;
}

interface Running {
  readonly metricsUrl: string;
  readonly publisherUrl: string;
  readonly metricsPid: number;
  readonly options: QueryBenchOptions;
}

const warmUpSeconds = 10;
const clientsPrefix = "CL";
const table = `page-views/${pageViewTables.provisional}`;

/** Measures `/events` of a whole platform of its own, with every engine and connector running and exactly-once on. */
export async function measureStreams(options: QueryBenchOptions): Promise<StreamMeasurement> {
  const { parts } = options;
  await resolveEngines();
  using instance = makeBenchInstance();
  const { ports, env } = await freePorts();
  progress("starting the whole platform");
  await using platform = await StartedPlatform.start(instance, env, [
    millrace,
    "up",
    "--domain",
    options.domains,
  ]);
  const { engines } = await platform.status();
  const running: Running = {
    metricsUrl: `http://127.0.0.1:${ports["metrics"]?.["http"]}`,
    publisherUrl: `http://127.0.0.1:${ports["publisher"]?.["http"]}`,
    metricsPid: engines.find(({ name }) => name === "metrics")?.pid ?? 0,
    options,
  };
  const latency = parts.has("latency") ? await measureLatency(running) : undefined;
  const streams = parts.has("streams") ? await measureClients(running) : undefined;
  return { ...(latency === undefined ? {} : { latency }), ...(streams === undefined ? {} : { streams }) };
}

async function measureLatency(running: Running): Promise<ClientLatency> {
  const { postRate, postSeconds } = running.options;
  const times = new ResultTimes();
  const stream = new EventStream(
    `${running.metricsUrl}/events?tables=${table}&minutes=60`,
    ({ event, data }) => {
      if (event === "rows" || event === "backfill") countRows(times, data);
    },
  );
  try {
    progress(`posting ${postRate} page views a second for ${warmUpSeconds} + ${postSeconds} s`);
    const load = await post(running, times, { seconds: warmUpSeconds + postSeconds });
    await untilCounted(times);
    const seenMs = times.delays(load.beganAt + warmUpSeconds * 1000);
    const { posted, refused } = load;
    return { perSecond: postRate, seconds: postSeconds, posted, refused, seenMs };
  } finally {
    stream.close();
  }
}

async function measureClients(running: Running): Promise<ManyClients> {
  const { metricsPid, options, metricsUrl } = running;
  using worker = new Worker<StreamOrder, StreamAnswer>("stream-worker.ts");
  const before = residentBytes(metricsPid);
  progress(`opening ${options.clients} clients of /events`);
  const url = `${metricsUrl}/events?tables=${table}&minutes=60`;
  await worker.ask({ step: "open", url, clients: options.clients });
  const open = residentBytes(metricsPid);
  using memory = new MemoryWatch(metricsPid);
  progress(`posting for ${options.clientSeconds} s while they follow`);
  const times = new ResultTimes();
  const stream = new EventStream(url, ({ event, data }) => {
    if (event === "rows") countRows(times, data, clientsPrefix);
  });
  await post(running, times, { seconds: options.clientSeconds, prefix: clientsPrefix });
  await untilCounted(times);
  stream.close();
  const { first, second } = memory.halves();
  const answer = await worker.ask({ step: "close" });
  return {
    ...answer,
    clients: options.clients,
    memoryBytes: { before, open, most: Math.max(first, second) },
  };
}

async function post(
  running: Running,
  times: ResultTimes,
  { seconds, prefix }: { readonly seconds: number; readonly prefix?: string },
): Promise<TimedLoad> {
  using poster = new PageViewPoster(running.publisherUrl);
  const load = new TimedLoad(poster, times, seconds, prefix);
  await openLoop({ perSecond: running.options.postRate, seconds }, load.post);
  return load;
}

interface CountRow {
  readonly window_start: string;
  readonly postcode: string;
  readonly page_view_count: number;
}

function countRows(times: ResultTimes, data: string, prefix?: string): void {
  const at = performance.now();
  const { rows } = JSON.parse(data) as { readonly rows: readonly CountRow[] };
  for (const row of rows)
    if (isOfLoad(row.postcode, prefix))
      times.counted(windowKey(Date.parse(row.window_start), row.postcode), row.page_view_count, at);
}
