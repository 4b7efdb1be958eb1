import { setTimeout as delay } from "node:timers/promises";

/** How often something is done, whether or not what was done before has ended. */
export interface OpenLoop {
  readonly perSecond: number;
  readonly seconds: number;
}

const tickMs = 5;

/**
 * Begins an action at each of its times; one that comes late is made up for at once. Waits for all to end.
 * @param act is told its number and when it should have begun, in milliseconds of `performance.now()`
 */
export async function openLoop(
  { perSecond, seconds }: OpenLoop,
  act: (number: number, dueMs: number) => Promise<void>,
): Promise<void> {
  const begin = performance.now();
  const total = perSecond * seconds;
  const running: Promise<void>[] = [];
  while (running.length < total) {
    const due = Math.min(total, Math.floor(((performance.now() - begin) / 1000) * perSecond) + 1);
    while (running.length < due) {
      const number = running.length;
      running.push(act(number, begin + (number / perSecond) * 1000));
    }
    await delay(tickMs);
  }
  await Promise.all(running);
}
