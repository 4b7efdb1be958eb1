/** A change of one row, as a record of a topic says it. */
export interface Change {
  readonly topic: string;
  readonly partition: number;
  readonly offset: number;
  /** What no two rows of the table share. */
  readonly identity: string;
  /** Whether it is of the result that holds rows once they are final. */
  readonly isFinal: boolean;
  /** JSON of the row; of one that was removed, of its key columns. */
  readonly json: string;
  readonly isRemoval: boolean;
}

/** Changes by the row's identity, in the order in which they came last; a final row gives way to final ones alone. */
export class NewestChanges {
  readonly #byIdentity = new Map<string, Change>();

  /** @param changes in the order in which they came */
  constructor(changes: Iterable<Change> = []) {
    for (const change of changes) this.add(change);
  }

  add(change: Change): void {
    const known = this.#byIdentity.get(change.identity);
    if (known !== undefined && known.isFinal && !change.isFinal) return;
    this.#byIdentity.delete(change.identity);
    this.#byIdentity.set(change.identity, change);
  }

  get size(): number {
    return this.#byIdentity.size;
  }

  /** The changes; there are none afterwards. */
  take(): readonly Change[] {
    const changes = [...this.#byIdentity.values()];
    this.#byIdentity.clear();
    return changes;
  }
}
