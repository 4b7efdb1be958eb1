import { describe, expect, test } from "vitest";
import { type DevEvent, DevLoop, type DevStep } from "../../../../packages/workbench/src/dev/dev-loop.ts";

/** A step that ends when it is told to, or when its signal says so. */
class GatedStep implements DevStep {
  readonly name: string;
  readonly runs: string[][] = [];
  readonly #starts: (() => void)[] = [];
  #open: (isWell: boolean) => void = () => undefined;

  constructor(name: string) {
    this.name = name;
  }

  run(saved: ReadonlySet<string>, signal: AbortSignal) {
    this.runs.push([...saved]);
    for (const resolve of this.#starts.splice(0)) resolve();
    return new Promise<{ isWell: boolean; text: string }>((resolve, reject) => {
      this.#open = (isWell) => resolve({ isWell, text: "" });
      signal.addEventListener("abort", () => reject(signal.reason as Error));
    });
  }

  started(): Promise<void> {
    return new Promise((resolve) => this.#starts.push(resolve));
  }

  end(isWell = true): void {
    this.#open(isWell);
  }
}

const step = (name: string, isWell = true, text = ""): DevStep => ({
  name,
  run: () => Promise.resolve({ isWell, text }),
});

function loopOf(...steps: readonly DevStep[]) {
  const events: DevEvent[] = [];
  const loop = new DevLoop({ steps, onEvent: (event) => events.push(event), now: () => 0 });
  return { loop, events, types: () => events.map(({ type }) => type) };
}

describe("after a save", () => {
  test("every step runs in its turn", async () => {
    const { loop, events } = loopOf(step("lint"), step("test", true, "2 passed"));
    loop.saved(["sql/a/x.sql"]);
    await loop.settled();
    expect(events).toEqual([
      { type: "round-started", saved: new Set(["sql/a/x.sql"]) },
      { type: "step-done", step: "lint", outcome: { isWell: true, text: "" }, afterMs: 0 },
      { type: "step-done", step: "test", outcome: { isWell: true, text: "2 passed" }, afterMs: 0 },
      { type: "round-done", isWell: true, afterMs: 0 },
    ]);
  });

  test("a step that is not well ends the round", async () => {
    const { loop, events } = loopOf(step("lint", false, "x.sql:1:1"), step("apply"));
    loop.saved(["sql/a/x.sql"]);
    await loop.settled();
    expect(events.at(-1)).toEqual({ type: "round-done", isWell: false, afterMs: 0 });
    expect(events).not.toContainEqual(expect.objectContaining({ step: "apply" }));
  });

  test("a second save supersedes the round and brings its files along", async () => {
    const slow = new GatedStep("test");
    const { loop, types } = loopOf(slow);
    const first = slow.started();
    loop.saved(["a.sql"]);
    await first;
    const second = slow.started();
    loop.saved(["b.sql"]);
    await second;
    slow.end();
    await loop.settled();
    expect(slow.runs).toEqual([["a.sql"], ["b.sql", "a.sql"]]);
    expect(types()).toEqual([
      "round-started",
      "round-superseded",
      "round-started",
      "step-done",
      "round-done",
    ]);
  });

  test("nothing saved is no round", async () => {
    const { loop, events } = loopOf(step("lint"));
    loop.saved([]);
    await loop.settled();
    expect(events).toEqual([]);
  });

  test("what a step did not expect reaches who waits", async () => {
    const broken: DevStep = { name: "test", run: () => Promise.reject(new Error("no more disk")) };
    const { loop } = loopOf(broken);
    loop.saved(["a.sql"]);
    await expect(loop.settled()).rejects.toThrow("no more disk");
  });

  test("a stopped loop begins no round", async () => {
    const { loop, events } = loopOf(step("lint"));
    await loop.stop();
    loop.saved(["a.sql"]);
    await loop.settled();
    expect(events).toEqual([]);
  });
});
