import type { FlinkRow } from "../types/value.ts";
import { valueKey } from "../types/value.ts";
import type { Change, ChangeSource } from "./change.ts";
import { LiveTable } from "./live-table.ts";

/** The changes of one result, in order: read them one by one, page by page, or as a table. It can be read once. */
export class Changelog implements AsyncIterable<Change> {
  readonly #source: ChangeSource;
  readonly #signal: AbortSignal | undefined;

  constructor(source: ChangeSource, signal?: AbortSignal) {
    this.#source = source;
    this.#signal = signal;
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<Change, void, void> {
    for await (const page of this.pages()) yield* page;
  }

  /** The changes in the pages in which they came; never an empty one. */
  async *pages(): AsyncGenerator<readonly Change[], void, void> {
    let ended = false;
    try {
      for (;;) {
        const page = await this.#source.next(this.#signal);
        if (page === undefined) break;
        if (page.length > 0) yield page;
      }
      ended = true;
    } finally {
      if (!ended) await this.#source.cancel();
    }
  }

  /** Folds the changes into a table with this key, which is up to date as far as it has been read. */
  materialize(key: readonly string[]): LiveTable {
    return new LiveTable(this, key);
  }

  /** Stops reading and cancels the statement. */
  close(): Promise<void> {
    return this.#source.cancel();
  }

  /** Reads to the end and returns the rows that are left, as a bag: equal rows stay apart. In order of arrival. */
  async toRows(): Promise<readonly FlinkRow[]> {
    const rows = new Map<string, FlinkRow[]>();
    const order = new Map<FlinkRow, number>();
    let arrivals = 0;
    for await (const { kind, row } of this) {
      const bag = rows.get(valueKey(row)) ?? [];
      if (kind === "insert" || kind === "update-after") {
        bag.push(row);
        order.set(row, arrivals);
        arrivals += 1;
      } else {
        bag.pop();
      }
      rows.set(valueKey(row), bag);
    }
    return [...rows.values()].flat().toSorted((a, b) => (order.get(a) ?? 0) - (order.get(b) ?? 0));
  }
}
