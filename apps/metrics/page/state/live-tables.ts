import { batch, computed, type ReadonlySignal, type Signal, signal } from "@preact/signals";
import type { CatalogDomain, CatalogTable } from "../contract/catalog.ts";
import type { BackfillFrame, Row, RowsFrame } from "../contract/frames.ts";
import { RowChanges } from "./row-changes.ts";
import { TableStore } from "./table-store.ts";

/** Frames that change tables. */
export type TableFrame =
  | { readonly type: "backfill"; readonly data: BackfillFrame }
  | { readonly type: "rows"; readonly data: RowsFrame };

/** More held rows than this are let go: what follows a pause is then asked for anew. */
const mostHeld = 50_000;

/**
 * The tables of a domain as the page has them. Frames are applied at once; what shows them is told at most once a tick, and
 * while paused nothing is applied at all.
 */
export class LiveTables {
  /** Rows as they arrive. */
  readonly changes = new RowChanges();
  readonly isPaused: ReadonlySignal<boolean>;
  /** Epoch milliseconds, while paused. */
  readonly pausedAt: ReadonlySignal<number | undefined>;
  /** Rows that a pause holds back. */
  readonly held: ReadonlySignal<number>;
  readonly #domain: CatalogDomain;
  readonly #stores: ReadonlyMap<string, TableStore>;
  readonly #versions: ReadonlyMap<string, Signal<number>>;
  readonly #loaded: ReadonlyMap<string, Signal<boolean>>;
  readonly #pausedAt = signal<number | undefined>(undefined);
  readonly #held = signal(0);
  #heldFrames: TableFrame[] = [];
  #isOverflown = false;
  readonly #touched = new Set<string>();
  /** Whole, which is told with their rows: else they would seem empty until these are shown. */
  readonly #whole = new Set<string>();
  readonly #schedule: (action: () => void) => void;
  #isScheduled = false;

  /** @param schedule calls back soon; by default after a fifth of a second, which is as often as a chart is worth drawing */
  constructor(domain: CatalogDomain, schedule: (action: () => void) => void = soon) {
    this.#domain = domain;
    this.#schedule = schedule;
    this.#stores = new Map(domain.tables.map((table) => [table.name, new TableStore(table)]));
    this.#versions = new Map(domain.tables.map(({ name }) => [name, signal(0)]));
    this.#loaded = new Map(domain.tables.map(({ name }) => [name, signal(false)]));
    this.pausedAt = this.#pausedAt;
    this.isPaused = computed(() => this.#pausedAt.value !== undefined);
    this.held = this.#held;
  }

  table(name: string): CatalogTable | undefined {
    return this.#domain.tables.find((table) => table.name === name);
  }

  /** Rises when the table's rows change; who reads it in a component is drawn again then. */
  version(table: string): number {
    return this.#versions.get(table)?.value ?? 0;
  }

  /** The rows; who reads this in a component is drawn again when they change. */
  rows(table: string): Iterable<Row> {
    void this.#versions.get(table)?.value;
    return this.#stores.get(table)?.rows ?? [];
  }

  isCut(table: string): boolean {
    void this.#versions.get(table)?.value;
    return this.#stores.get(table)?.isCut ?? false;
  }

  /** Whether what was stored before is all here. */
  isLoaded(table: string): boolean {
    return this.#loaded.get(table)?.value ?? false;
  }

  take(frame: TableFrame): void {
    if (frame.data.domain !== this.#domain.name) return;
    if (this.#pausedAt.peek() !== undefined) this.#hold(frame);
    else this.#apply(frame);
  }

  /** Forgets all rows: a backfill follows. */
  reset(): void {
    this.#heldFrames = [];
    this.#held.value = 0;
    this.#isOverflown = false;
    for (const [name, store] of this.#stores) {
      store.clear();
      this.#touch(name);
    }
    this.#whole.clear();
    for (const loaded of this.#loaded.values()) loaded.value = false;
  }

  /** @param now epoch milliseconds */
  pause(now: number): void {
    this.#pausedAt.value = now;
  }

  /** Applies what was held. @returns whether too much was: then the rows must be asked for anew */
  resume(): boolean {
    this.#pausedAt.value = undefined;
    const frames = this.#heldFrames;
    const isOverflown = this.#isOverflown;
    this.#heldFrames = [];
    this.#held.value = 0;
    this.#isOverflown = false;
    if (!isOverflown) for (const frame of frames) this.#apply(frame);
    return isOverflown;
  }

  /** Lets windows and single rows go that are older than what is shown; a state is one however old. @param time epoch milliseconds */
  forgetBefore(time: number): void {
    if (this.#pausedAt.peek() !== undefined) return;
    for (const { name, isWindow, changelogMode } of this.#domain.tables) {
      const isAging = isWindow || changelogMode === "append";
      if (isAging && this.#stores.get(name)?.forgetBefore(time) === true) this.#touch(name);
    }
  }

  #hold(frame: TableFrame): void {
    this.#held.value += frame.data.rows.length;
    if (this.#held.value > mostHeld) {
      this.#isOverflown = true;
      this.#heldFrames = [];
    } else if (!this.#isOverflown) this.#heldFrames.push(frame);
  }

  #apply({ type, data }: TableFrame): void {
    const { domain, table, rows } = data;
    const store = this.#stores.get(table);
    if (store === undefined) return;
    const changes = store.put(rows);
    if (type === "rows") {
      store.remove(data.removed ?? []);
      this.changes.tell(changes.map((change) => ({ domain, table, ...change })));
    } else {
      if (data.is_cut === true) store.markCut();
      if (data.is_last) this.#whole.add(table);
    }
    this.#touch(table);
  }

  #touch(table: string): void {
    this.#touched.add(table);
    if (this.#isScheduled) return;
    this.#isScheduled = true;
    this.#schedule(() => this.#show());
  }

  #show(): void {
    this.#isScheduled = false;
    batch(() => {
      for (const table of this.#touched) {
        const version = this.#versions.get(table);
        if (version !== undefined) version.value += 1;
      }
      for (const table of this.#whole) {
        const loaded = this.#loaded.get(table);
        if (loaded !== undefined) loaded.value = true;
      }
    });
    this.#touched.clear();
    this.#whole.clear();
  }
}

function soon(action: () => void): void {
  setTimeout(action, 200);
}
