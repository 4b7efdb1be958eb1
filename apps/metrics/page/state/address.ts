import { type ReadonlySignal, signal } from "@preact/signals";
import { formatUrlState, parseUrlState, type UrlState } from "./url-state.ts";

const current = signal(parseUrlState(location.search));

/** What the address says. */
export const address: ReadonlySignal<UrlState> = current;

/** Changes the address; back undoes it. */
export function visit(change: Partial<UrlState>): void {
  current.value = { ...current.value, ...change };
  const query = formatUrlState(current.value);
  if (query !== location.search) history.pushState(null, "", query === "" ? location.pathname : query);
}

/** Follows back and forward. */
export function followAddress(): void {
  addEventListener("popstate", () => {
    current.value = parseUrlState(location.search);
  });
}
