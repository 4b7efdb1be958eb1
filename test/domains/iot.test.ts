import { describe, inject, test } from "vitest";
import { seededRandom } from "../bench/seeded-random.ts";
import type { Reading } from "../helpers/iot-oracle.ts";
import { IotRun } from "../helpers/iot-run.ts";

const seed = 20_260_116;

/** Readings of nine devices at three sites; their means have few binary digits, so that their order changes none. */
class Devices {
  readonly #random = seededRandom(seed);
  readonly #id: string;
  #count = 0;

  constructor(id: string) {
    this.#id = id;
  }

  reading(timestamp: number): Reading {
    const device = this.whole(9);
    this.#count += 1;
    return {
      reading_id: `${this.#id} ${this.#count}`,
      timestamp,
      device_id: `device-${device} ${this.#id}`,
      site: `site-${device % 3} ${this.#id}`,
      temperature: this.whole(140) / 4,
      ...(this.whole(3) === 0 ? {} : { humidity: this.whole(200) / 2 }),
      battery: this.whole(101),
      firmware: { version: "2.4.1", channel: "stable" },
      ...(this.whole(2) === 0 ? {} : { tags: { floor: "2", "söme key": "ä" } }),
    };
  }

  whole(below: number): number {
    return Math.floor(this.#random() * below);
  }
}

describe("the sensors", () => {
  test("are measured, counted and watched exactly as they were read", async () => {
    const run = await IotRun.begin(inject("stack"));
    const devices = new Devices(run.id);
    /** Readings of the minutes from `first` on, in any order. */
    const measured = (first: number, minutes: number, count: number): Reading[] =>
      Array.from({ length: count }, () => devices.reading(run.at(first, devices.whole(minutes * 60))));

    for (const first of [0, 2, 4, 6]) {
      const readings = measured(first, 2, 40);
      await run.post([...readings, ...readings.filter((_, index) => index % 9 === 0)]);
      await run.advance(first + 2);
    }
    await run.expectResults();

    await run.advance(20);
    const withinTheGrace = measured(18, 2, 10);
    const beyondSomeWindows = measured(14, 3, 10);
    const beyondTheGrace = measured(0, 4, 10);
    await run.post([...withinTheGrace, ...beyondSomeWindows, ...beyondTheGrace, ...withinTheGrace]);
    await run.advance(21);
    await run.expectResults();

    await run.advance(100);
    await run.expectResults();
  });
});
