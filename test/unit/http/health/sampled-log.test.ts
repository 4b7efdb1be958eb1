import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { sampledLog } from "../../../../packages/http/src/health/sampled-log.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function sampled() {
  const lines: unknown[] = [];
  const write =
    (level: string) =>
    (...line: readonly unknown[]) =>
      void lines.push([level, ...line]);
  const sink = { debug: write("debug"), info: write("info"), warn: write("warn"), error: write("error") };
  return { lines, log: sampledLog(sink, { most: 2, intervalMs: 1_000 }) };
}

describe("a sampled log", () => {
  test("writes the same warning a few times and then its count", () => {
    const { lines, log } = sampled();
    for (let n = 0; n < 50; n += 1) log.warn({ route: "/a", status: 503, correlationId: n }, "not served");
    expect(lines).toHaveLength(2);
    vi.advanceTimersByTime(1_000);
    expect(lines[2]).toEqual([
      "warn",
      { route: "/a", status: 503, correlationId: 49, leftOut: 48, withinMs: 1_000 },
      "the same again, counted",
    ]);
  });

  test("tells routes, statuses and errors apart", () => {
    const { lines, log } = sampled();
    for (let n = 0; n < 5; n += 1) {
      log.warn({ route: "/a", status: 503 }, "not served");
      log.warn({ route: "/b", status: 503 }, "not served");
      log.error({ err: new Error("disk on fire") }, "failed");
      log.error({ err: new Error("disk wet") }, "failed");
    }
    expect(lines).toHaveLength(8);
  });

  test("begins anew with each interval, and says nothing of a quiet one", () => {
    const { lines, log } = sampled();
    log.warn("Kafka is away");
    vi.advanceTimersByTime(5_000);
    log.warn("Kafka is away");
    log.info("one");
    expect(lines).toEqual([
      ["warn", {}, "Kafka is away"],
      ["warn", {}, "Kafka is away"],
      ["info", "one"],
    ]);
  });

  test("does not grow with what is logged", () => {
    const { lines, log } = sampled();
    for (let n = 0; n < 5_000; n += 1) log.error({ err: new Error(`fault ${n}`) }, "failed");
    expect(lines).toHaveLength(502);
    vi.advanceTimersByTime(1_000);
    expect(lines.at(-1)).toMatchObject(["error", { leftOut: 4_498 }, "the same again, counted"]);
  });
});
