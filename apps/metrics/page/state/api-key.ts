import { signal } from "@preact/signals";

const place = "millrace.api-key";

/** The API key that the reader gave; it is kept until the tab is closed. */
export const apiKey = signal<string | undefined>(stored());

/** Keeps a key; an empty one is none. */
export function giveApiKey(key: string): void {
  apiKey.value = key.trim() === "" ? undefined : key.trim();
  try {
    if (apiKey.value === undefined) sessionStorage.removeItem(place);
    else sessionStorage.setItem(place, apiKey.value);
  } catch {
    // A browser that keeps nothing asks again after a reload.
  }
}

/** What requests are sent with. */
export function credentials(): Readonly<Record<string, string>> {
  return apiKey.value === undefined ? {} : { "X-Api-Key": apiKey.value };
}

function stored(): string | undefined {
  try {
    return sessionStorage.getItem(place) ?? undefined;
  } catch {
    return undefined;
  }
}
