import { fork } from "node:child_process";
import { join } from "node:path";
import type { FillAnswer, FillOrder } from "./fill-worker.ts";
import { postcodesOf, type PageViewProfile } from "./page-view-source.ts";
import { WindowCounts } from "./window-counts.ts";

/** What a topic was filled with. */
export interface FilledTopic {
  /** Without the closing page views. */
  readonly events: number;
  readonly durationMs: number;
  /** What every result must amount to. */
  readonly counts: WindowCounts;
}

const minuteMs = 60_000;

/** Fills a topic, a process a partition. @throws Error when a page view is not acknowledged */
export async function fillTopic(order: Omit<FillOrder, "partition">): Promise<FilledTopic> {
  const { profile } = order;
  const begin = performance.now();
  const partitions = Array.from({ length: profile.partitions }, (_, partition) => partition);
  const answers = await Promise.all(partitions.map((partition) => runWorker({ ...order, partition })));
  const durationMs = performance.now() - begin;
  const counts = new WindowCounts();
  answers.forEach((answer, partition) => collect(counts, profile, { partition, answer }));
  return { events: answers.reduce((sum, { events }) => sum + events, 0), durationMs, counts };
}

function runWorker(order: FillOrder): Promise<FillAnswer> {
  const flags = ["--conditions=millrace-source", "--import", "tsx"];
  const child = fork(join(import.meta.dirname, "fill-worker.ts"), { execArgv: flags });
  return new Promise((resolve, reject) => {
    child.once("message", (answer: FillAnswer) => resolve(answer));
    child.once("error", reject);
    child.once("exit", (code) =>
      reject(new Error(`the process that fills partition ${order.partition} ended with code ${code}`)),
    );
    child.send(order);
  });
}

function collect(
  counts: WindowCounts,
  profile: PageViewProfile,
  { partition, answer }: { readonly partition: number; readonly answer: FillAnswer },
): void {
  postcodesOf(profile, partition).forEach((postcode, place) => {
    for (let minute = 0; minute < profile.minutes; minute++) {
      const count = answer.counts[place * profile.minutes + minute] ?? 0;
      if (count > 0) counts.set(profile.startMs + minute * minuteMs, postcode, count);
    }
  });
}
