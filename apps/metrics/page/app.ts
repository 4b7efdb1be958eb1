import { computed, effect, type ReadonlySignal, signal, untracked } from "@preact/signals";
import type { CatalogDomain } from "./contract/catalog.ts";
import { inWords } from "./format/words.ts";
import { address, followAddress } from "./state/address.ts";
import { catalogState, loadCatalog, refreshCatalog } from "./state/catalog-loader.ts";
import { clock, startClock } from "./state/clock.ts";
import { Subscription } from "./state/subscription.ts";
import { startTheme } from "./state/theme.ts";

const current = signal<Subscription | undefined>(undefined);

/** What the page follows now. */
export const subscription: ReadonlySignal<Subscription | undefined> = current;

/** The domain that the address names, else the first. */
export const shownDomain: ReadonlySignal<CatalogDomain | undefined> = computed(() => {
  const state = catalogState.value;
  if (state.kind !== "ready") return undefined;
  const { domains } = state.catalog;
  return domains.find(({ name }) => name === address.value.domain) ?? domains[0];
});

/** Going through all rows is not for every second. */
const forgetEveryMs = 15_000;
const slowClock = computed(() => Math.floor(clock.value / forgetEveryMs) * forgetEveryMs);
const minutes = computed(() => address.value.minutes);

/** Starts all that goes on while the page is open. */
export function startApp(): void {
  startTheme();
  startClock();
  followAddress();
  effect(follow);
  effect(nameDocument);
  effect(() => forgetOld(slowClock.value));
  // A machine that slept, or got its network back, need not wait.
  addEventListener("online", () => current.peek()?.retry());
  addEventListener("visibilitychange", () => {
    if (document.visibilityState === "visible" && current.peek()?.connection.peek().kind === "waiting")
      current.peek()?.retry();
  });
  setInterval(() => void refreshCatalog(), 60_000);
  void loadCatalog();
}

function follow(): (() => void) | undefined {
  const domain = shownDomain.value;
  if (domain === undefined) return;
  const window = minutes.value;
  // What connecting reads and writes is no reason to connect anew.
  const followed = untracked(() => new Subscription(domain, window));
  current.value = followed;
  return () => followed.end();
}

function nameDocument(): void {
  const name = shownDomain.value?.name;
  document.title = name === undefined ? "Millrace" : `${inWords(name)} · Millrace`;
}

function forgetOld(time: number): void {
  const followed = current.value;
  followed?.tables.forgetBefore(time - followed.minutes * 60_000);
}
