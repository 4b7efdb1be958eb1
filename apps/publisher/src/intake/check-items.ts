import { randomUUID } from "node:crypto";
import type { CheckedEvent, EventCodec, EventProblem, RequestFacts } from "@millrace/events";
import type { Door } from "../catalog/door.ts";
import type { BodyItem, Portion } from "./portion.ts";

/** An item that keeps everything its domain says of it. */
export interface CheckedItem {
  /** Its place in the portion. */
  readonly at: number;
  readonly codec: EventCodec;
  readonly event: CheckedEvent;
  /** What identifies it: what its domain says, else one that is made. */
  readonly id: string;
}

/** An item that does not. */
export interface FaultyItem {
  readonly at: number;
  /** Undefined where its type is not known. */
  readonly codec: EventCodec | undefined;
  /** Undefined where its bytes are no JSON. */
  readonly value: unknown;
  readonly problems: readonly EventProblem[];
}

/** What items are checked with. */
export interface CheckOptions {
  readonly nowMs: number;
  readonly request: RequestFacts;
  /** Makes the id of an item that comes without one. Default: random UUIDs. */
  readonly newId?: ((at: number) => string) | undefined;
}

interface CheckedItems {
  readonly valid: CheckedItem[];
  readonly faulty: FaultyItem[];
}

/** Tells the items of a portion apart, each in order. */
export function checkItems(
  { items }: Portion,
  door: Door,
  { nowMs, request, newId = randomId }: CheckOptions,
): { readonly valid: readonly CheckedItem[]; readonly faulty: readonly FaultyItem[] } {
  const checked: CheckedItems = { valid: [], faulty: [] };
  let at = 0;
  const ids = { nowMs, newId: () => newId(at), request };
  for (; at < items.length; at += 1) {
    const item = items[at] as BodyItem;
    const choice = item.ok ? door.choose(item.value) : { ok: false as const, problems: [item.problem] };
    const value = item.ok ? item.value : undefined;
    if (choice.ok) checkItem(checked, at, { codec: choice.codec, value, ids });
    else checked.faulty.push({ at, codec: undefined, value, problems: choice.problems });
  }
  return checked;
}

function checkItem(
  { valid, faulty }: CheckedItems,
  at: number,
  {
    codec,
    value,
    ids,
  }: {
    readonly codec: EventCodec;
    readonly value: unknown;
    readonly ids: { readonly nowMs: number; readonly newId: () => string; readonly request: RequestFacts };
  },
): void {
  const parsed = codec.parse(value, ids.nowMs, ids);
  if (parsed.ok) valid.push({ at, codec, event: parsed.event, id: parsed.event.id ?? ids.newId() });
  else faulty.push({ at, codec, value, problems: parsed.problems });
}

function randomId(): string {
  return randomUUID();
}
