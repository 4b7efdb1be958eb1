import type { CatalogTable } from "../contract/catalog.ts";
import type { Row } from "../contract/frames.ts";

/** What tells a table's rows apart. */
export type StoredTable = Pick<CatalogTable, "name" | "primaryKey" | "columns" | "timeColumn">;

/** How a row changed. */
export interface Change {
  readonly before?: Row;
  readonly after: Row;
}

/**
 * The rows of one table by primary key: rows are put over those that they replace. The oldest go when there are too many.
 */
export class TableStore {
  readonly #keyColumns: readonly string[] | undefined;
  readonly #timeColumn: string | undefined;
  readonly #most: number;
  readonly #rows = new Map<string, Row>();
  #count = 0;
  #isCut = false;

  /** @param most rows that are kept. Default 100,000 */
  constructor({ primaryKey, columns, timeColumn }: StoredTable, most = 100_000) {
    const served = new Set(columns.map(({ name }) => name));
    // A key that is personal is not served; such rows cannot be told apart and are kept one by one.
    this.#keyColumns = primaryKey.every((name) => served.has(name)) ? primaryKey : undefined;
    this.#timeColumn = timeColumn;
    this.#most = most;
  }

  /** In the order in which their keys first came. */
  get rows(): Iterable<Row> {
    return this.#rows.values();
  }

  get size(): number {
    return this.#rows.size;
  }

  /** Whether rows were let go because there were too many. */
  get isCut(): boolean {
    return this.#isCut;
  }

  /** Notes that there are older rows than these. */
  markCut(): void {
    this.#isCut = true;
  }

  put(rows: readonly Row[]): readonly Change[] {
    const changes = rows.map((row) => this.#putOne(row));
    this.#letGo();
    return changes;
  }

  /** @param keys rows that have at least the key's columns */
  remove(keys: readonly Row[]): void {
    for (const key of keys) this.#rows.delete(this.#keyOf(key));
  }

  clear(): void {
    this.#rows.clear();
    this.#isCut = false;
  }

  /**
   * Lets rows go whose time is before this one, in epoch milliseconds; rows without a time stay.
   * @returns whether any went
   */
  forgetBefore(time: number): boolean {
    const column = this.#timeColumn;
    if (column === undefined) return false;
    const { size } = this.#rows;
    for (const [key, row] of this.#rows) if (Date.parse(String(row[column])) < time) this.#rows.delete(key);
    return this.#rows.size < size;
  }

  #putOne(after: Row): Change {
    const key = this.#keyOf(after);
    const before = this.#rows.get(key);
    this.#rows.set(key, after);
    return before === undefined ? { after } : { before, after };
  }

  #keyOf(row: Row): string {
    if (this.#keyColumns === undefined) return String((this.#count += 1));
    return JSON.stringify(this.#keyColumns.map((name) => row[name] ?? null));
  }

  #letGo(): void {
    if (this.#rows.size <= this.#most) return;
    this.#isCut = true;
    const keys = this.#timeColumn === undefined ? [...this.#rows.keys()] : this.#keysByTime(this.#timeColumn);
    // A tenth more than needed, so that not every further row sorts anew.
    const tooMany = this.#rows.size - Math.floor(this.#most * 0.9);
    for (const key of keys.slice(0, tooMany)) this.#rows.delete(key);
  }

  #keysByTime(column: string): readonly string[] {
    const times = [...this.#rows].map(([key, row]) => ({ key, time: String(row[column]) }));
    return times.sort((a, b) => (a.time < b.time ? -1 : 1)).map(({ key }) => key);
  }
}
