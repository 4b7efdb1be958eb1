import { expect, test } from "vitest";
import {
  type BurstOptions,
  burstLimits,
  type BurstProgress,
  runBurst,
} from "../../../../../apps/metrics/page/publish/burst.ts";

function burst(more: Partial<BurstOptions>) {
  const batches: number[] = [];
  const pauses: number[] = [];
  const progress: BurstProgress[] = [];
  const options: BurstOptions = {
    publisherUrl: "http://127.0.0.1:8080",
    path: "/api/events/shop/sale",
    events: 10,
    perSecond: 16,
    signal: new AbortController().signal,
    make: (index) => ({ index }),
    onProgress: (each) => progress.push(each),
    wait: async (ms) => void pauses.push(ms),
    fetch: async (_url, init) => {
      const { length } = JSON.parse(init?.body as string) as unknown[];
      batches.push(length);
      return Response.json({ accepted: length, duplicate: 0 }, { status: 202 });
    },
    ...more,
  };
  return { options, batches, pauses, progress };
}

test("a burst is sent in batches of a quarter second", async () => {
  const { options, batches, pauses, progress } = burst({});
  await runBurst(options);
  expect(batches).toEqual([4, 4, 2]);
  expect(pauses.slice(0, 2)).toEqual([250, 250]);
  expect(progress.at(-1)).toEqual({ events: 10, kept: 10, notKept: 0, isOver: true });
});

test("a slow burst sends one event at a time", async () => {
  const { options, batches, pauses } = burst({ events: 2, perSecond: 1 });
  await runBurst(options);
  expect(batches).toEqual([1, 1]);
  expect(pauses[0]).toBe(1_000);
});

test("a burst is bounded in number and rate", async () => {
  const { options, batches } = burst({ events: 1_000_000, perSecond: 1_000_000 });
  await runBurst(options);
  expect(batches.reduce((sum, each) => sum + each, 0)).toBe(burstLimits.events);
  expect(Math.max(...batches)).toBe(burstLimits.perSecond / 4);
});

test("a refused batch ends the burst with its reason", async () => {
  const { options, progress } = burst({
    fetch: async () => Response.json({ detail: "Kafka is away." }, { status: 503 }),
  });
  await runBurst(options);
  expect(progress.at(-1)).toMatchObject({ kept: 0, isOver: true, refused: { reason: "Kafka is away." } });
});

test("a burst that is stopped says how far it came", async () => {
  const abort = new AbortController();
  const { options, progress } = burst({ signal: abort.signal, wait: async () => abort.abort() });
  await runBurst(options);
  expect(progress.at(-1)).toEqual({ events: 10, kept: 4, notKept: 0, isOver: true });
});
