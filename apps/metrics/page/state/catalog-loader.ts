import { type ReadonlySignal, signal } from "@preact/signals";
import type { Catalog } from "../contract/catalog.ts";
import { backOffMs } from "../stream/back-off.ts";
import { credentials } from "./api-key.ts";

/** How it stands with the catalog. `until` is when it is asked for again, in epoch milliseconds. */
export type CatalogState =
  | { readonly kind: "loading" }
  | { readonly kind: "ready"; readonly catalog: Catalog }
  | { readonly kind: "starting"; readonly reason: string; readonly until: number }
  | { readonly kind: "unauthorized"; readonly reason: string }
  | { readonly kind: "refused"; readonly reason: string };

const state = signal<CatalogState>({ kind: "loading" });
let attempt = 0;
let timer: ReturnType<typeof setTimeout> | undefined;

/** What the page can show. */
export const catalogState: ReadonlySignal<CatalogState> = state;

/** Asks for the catalog until it is there. While the stack starts that takes a while. */
export async function loadCatalog(): Promise<void> {
  clearTimeout(timer);
  const found = await ask();
  // A catalog of nothing is one of a stack whose domains are not applied yet.
  if (found.kind === "ready" && found.catalog.domains.length === 0) return retry("No domain is applied yet.");
  if (found.kind === "starting") return retry(found.reason);
  attempt = 0;
  state.value = found;
}

/** Asks again in a while whether domains came or went; what is shown stays when that fails. */
export async function refreshCatalog(): Promise<void> {
  if (state.value.kind !== "ready") return;
  const found = await ask();
  const isNew = JSON.stringify(found) !== JSON.stringify(state.value);
  if (found.kind === "ready" && found.catalog.domains.length > 0 && isNew) state.value = found;
}

function retry(reason: string): void {
  attempt += 1;
  const waitMs = Math.min(5_000, backOffMs(attempt, Math.random()));
  state.value = { kind: "starting", reason, until: Date.now() + waitMs };
  timer = setTimeout(() => void loadCatalog(), waitMs);
}

async function ask(): Promise<CatalogState> {
  try {
    const response = await fetch("/api/catalog", { headers: credentials(), cache: "no-cache" });
    const body: unknown = await response.json();
    if (response.ok) return { kind: "ready", catalog: body as Catalog };
    const reason = detailOf(body) ?? `The service answered ${response.status}.`;
    if (response.status === 401) return { kind: "unauthorized", reason };
    if (response.status === 403) return { kind: "refused", reason };
    return { kind: "starting", reason, until: 0 };
  } catch {
    return { kind: "starting", reason: "The service cannot be reached.", until: 0 };
  }
}

function detailOf(body: unknown): string | undefined {
  return typeof body === "object" && body !== null && "detail" in body ? String(body.detail) : undefined;
}
