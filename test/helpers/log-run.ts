import { LogFullError, LogWriteError, SegmentLog, type SyncPolicy } from "@millrace/segment-log";
import { expect } from "vitest";
import { readAll } from "./log-entries.ts";
import { SimulatedDisk } from "./simulated-disk.ts";

const maxBytes = 2_000;
const options = { maxBytes, segmentBytes: 200 };

/** What is done to a log: `fail` appends while an operation of the disk fails, `power` until the power does. */
export type LogStep =
  | { readonly do: "append"; readonly lengths: readonly (readonly number[])[] }
  | { readonly do: "trim"; readonly share: number }
  | { readonly do: "reopen" }
  | {
      readonly do: "fail";
      readonly operation: "write" | "sync" | "create" | "truncate";
      readonly after: number;
    }
  | {
      readonly do: "power";
      readonly operations: number;
      readonly lengths: readonly number[];
      readonly seed: number;
    };

/** A log over a disk that fails, beside what it should hold. */
export class LogRun {
  readonly #disk: SimulatedDisk;
  readonly #sync: SyncPolicy;
  #log: SegmentLog;
  /** What was acknowledged, by position. */
  readonly #kept = new Map<number, string>();
  /** What was not, but may be there all the same. */
  readonly #refused = new Set<string>();
  #trimmedTo = 0;
  #count = 0;

  private constructor(disk: SimulatedDisk, log: SegmentLog, sync: SyncPolicy) {
    this.#disk = disk;
    this.#log = log;
    this.#sync = sync;
  }

  static async begin(sync: SyncPolicy): Promise<LogRun> {
    const disk = new SimulatedDisk();
    return new LogRun(disk, await SegmentLog.open("log", { ...options, sync, takeFolder: disk.take }), sync);
  }

  async take(step: LogStep): Promise<void> {
    if (step.do === "append") await Promise.all(step.lengths.map((some) => this.#append(some)));
    else if (step.do === "trim") await this.#trim(step.share);
    else if (step.do === "fail") await this.#failing(step);
    else if (step.do === "power") await this.#losePower(step);
    else {
      await this.#log.close();
      await this.#reopen();
    }
  }

  /** All that was kept and not trimmed is read, in order, and nothing that was never appended. */
  async expectToHold(): Promise<void> {
    const entries = await readAll(this.#log);
    const read = new Map(entries.map(({ position, payload }) => [position, payload.toString()]));
    const positions = [...read.keys()];
    expect(positions).toEqual([...positions].sort((one, other) => one - other));
    for (const [position, text] of this.#kept) {
      if (position >= this.#trimmedTo) expect(read.get(position)).toBe(text);
      else expect(read.get(position) ?? text).toBe(text);
    }
    const others = [...read].filter(([position]) => !this.#kept.has(position)).map(([, text]) => text);
    expect(others.filter((text) => !this.#refused.has(text))).toEqual([]);
    for (const { position, payload } of entries) expect(this.#log.readAtSync(position)).toEqual(payload);
    expect(this.#log.sizeBytes).toBeLessThanOrEqual(maxBytes);
  }

  async #append(lengths: readonly number[]): Promise<void> {
    const texts = lengths.map((length) => `${this.#count++}`.padEnd(length, "."));
    try {
      const positions = await this.#log.append(texts.map((text) => Buffer.from(text)));
      positions.forEach((position, at) => this.#kept.set(position, texts[at] as string));
    } catch (error) {
      expect([LogFullError, LogWriteError]).toContain((error as Error).constructor);
      for (const text of texts) this.#refused.add(text);
    }
  }

  async #trim(share: number): Promise<void> {
    const positions = [...this.#kept.keys(), this.#log.endPosition].sort((one, other) => one - other);
    const before = positions[Math.floor(share * (positions.length - 1))] as number;
    this.#trimmedTo = Math.max(this.#trimmedTo, before);
    await this.#log.trim(before).catch(() => undefined);
  }

  async #failing({ operation, after }: Extract<LogStep, { readonly do: "fail" }>): Promise<void> {
    this.#disk.fail(operation, "EIO", after);
    await Promise.all([this.#append([20, 5]), this.#append([60])]);
    this.#disk.heal();
  }

  async #losePower({ operations, lengths, seed }: Extract<LogStep, { readonly do: "power" }>): Promise<void> {
    this.#disk.failPowerAfter(operations);
    await Promise.all(lengths.map((length) => this.#append([length, 3])));
    await this.#append([10]);
    let state = seed;
    this.#disk.powerOn(() => {
      state = (Math.imul(state, 1_664_525) + 1_013_904_223) | 0;
      return state < 0;
    });
    await this.#reopen();
  }

  async #reopen(): Promise<void> {
    this.#log = await SegmentLog.open("log", { ...options, sync: this.#sync, takeFolder: this.#disk.take });
    await this.expectToHold();
  }
}
