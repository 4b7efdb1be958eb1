import { computed, signal } from "@preact/signals";

/** This machine's clock in epoch milliseconds, a second at a time: what ages on the page reads it. */
export const clock = signal(Date.now());

/** The same, five seconds at a time: what costs more than a text reads this one. */
export const slowClock = computed(() => Math.floor(clock.value / 5_000) * 5_000);

/** Lets the clock tick. */
export function startClock(): void {
  setInterval(() => {
    clock.value = Date.now();
  }, 1_000);
}
