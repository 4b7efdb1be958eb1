import { silentLog } from "@millrace/common";
import { describe, expect, test } from "vitest";
import { publishSamples } from "../../../apps/publisher/src/start-up.ts";

function startUp(endOffset: number) {
  const accepted: unknown[] = [];
  const options = {
    admin: { topicOffsets: () => Promise.resolve([{ partition: 0, first: 0, end: endOffset }]) },
    ingest: {
      accept: (views: readonly unknown[]) => {
        accepted.push(...views);
        return Promise.resolve(views.map(() => ({ status: "accepted" })));
      },
    },
    topic: "test.streaming.page-view",
    log: silentLog,
    signal: new AbortController().signal,
  };
  return { accepted, options: options as unknown as Parameters<typeof publishSamples>[1] };
}

describe("samples at start", () => {
  test("are published to an empty topic", async () => {
    const { accepted, options } = startUp(0);
    expect(await publishSamples(10, options)).toBe(10);
    expect(accepted).toHaveLength(10);
  });

  test("are not published again where there were events", async () => {
    const { accepted, options } = startUp(10);
    expect(await publishSamples(10, options)).toBe(0);
    expect(accepted).toEqual([]);
  });
});
