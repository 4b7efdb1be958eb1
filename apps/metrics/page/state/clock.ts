import { signal } from "@preact/signals";

/** This machine's clock in epoch milliseconds, a second at a time: what ages on the page reads it. */
export const clock = signal(Date.now());

/** Lets the clock tick. */
export function startClock(): void {
  setInterval(() => {
    clock.value = Date.now();
  }, 1_000);
}
