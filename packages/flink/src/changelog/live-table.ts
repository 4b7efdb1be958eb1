import { type FlinkRow, type FlinkValue, valueKey } from "../types/value.ts";
import type { Change } from "./change.ts";

/** What happened to a row of a {@link LiveTable}. */
export type TableChange =
  | { readonly kind: "set"; readonly row: FlinkRow; readonly previous: FlinkRow | undefined }
  | { readonly kind: "delete"; readonly previous: FlinkRow };

/** The part of a changelog that a table reads. */
export interface PagedChanges {
  pages(): AsyncGenerator<readonly Change[], void, void>;
  close(): Promise<void>;
}

/**
 * A changelog folded by key. Iterating it reads on and yields what each change did; between two steps the table holds
 * everything read so far. An old and a new version of a row that come together count as one change.
 */
export class LiveTable implements AsyncIterable<TableChange>, AsyncDisposable {
  readonly key: readonly string[];
  readonly #rows = new Map<string, FlinkRow>();
  readonly #pages: AsyncGenerator<readonly Change[], void, void>;

  readonly #close: () => Promise<void>;

  constructor(changelog: PagedChanges, key: readonly string[]) {
    this.key = key;
    this.#pages = changelog.pages();
    this.#close = () => changelog.close();
  }

  get size(): number {
    return this.#rows.size;
  }

  /** The rows now, in the order in which their keys came first. */
  rows(): readonly FlinkRow[] {
    return [...this.#rows.values()];
  }

  /** The row with this key: `table.get({ postcode: "SW19" })`. */
  get(key: Readonly<Record<string, FlinkValue>>): FlinkRow | undefined {
    return this.#rows.get(this.#keyOf(key));
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<TableChange, void, void> {
    for await (const page of this.#pages) yield* this.#fold(page);
  }

  /** Reads on until the condition holds, or the changelog ends; says whether it holds. The table can be read on after it. */
  async until(condition: (table: this) => boolean): Promise<boolean> {
    while (!condition(this)) {
      const page = await this.#pages.next();
      if (page.done) return false;
      for (const _ of this.#fold(page.value));
    }
    return true;
  }

  /** Stops reading and cancels the statement. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.#pages.return();
    await this.#close();
  }

  *#fold(page: readonly Change[]): Generator<TableChange, void, void> {
    for (const [index, change] of page.entries()) {
      const key = this.#keyOf(change.row);
      const previous = this.#rows.get(key);
      if (change.kind === "insert" || change.kind === "update-after") {
        this.#rows.set(key, change.row);
        yield { kind: "set", row: change.row, previous };
      } else if (!this.#isReplaced(change, key, page[index + 1])) {
        this.#rows.delete(key);
        if (previous !== undefined) yield { kind: "delete", previous };
      }
    }
  }

  #isReplaced(change: Change, key: string, next: Change | undefined): boolean {
    return change.kind === "update-before" && next?.kind === "update-after" && this.#keyOf(next.row) === key;
  }

  #keyOf(row: Readonly<Record<string, FlinkValue>>): string {
    return this.key.map((column) => valueKey(row[column] ?? null)).join();
  }
}
