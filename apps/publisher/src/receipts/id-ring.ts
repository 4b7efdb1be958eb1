/** Slots in use of those that there are. More save memory, and make unknown ids slower to look up. */
const load = 0.75;
const reach = 2 ** 32;

/**
 * The newest ids by their fingerprints: a ring in order of arrival, and an open-addressing table into it. Typed arrays of a
 * fixed size, about 29 bytes an id; an id more than that pushes the oldest one out. Fingerprints may meet: whoever looks one
 * up goes through all entries that have it.
 *
 * An entry is named by its index in the ring, and has two numbers that its owner chooses.
 */
export class IdRing {
  readonly capacity: number;
  readonly #high: Uint32Array;
  readonly #low: Uint32Array;
  readonly #value: Float64Array;
  readonly #place: Uint16Array;
  /** Pairs of the fingerprint's upper half and the entry's index + 1; 0 where the slot is free. */
  readonly #table: Uint32Array;
  readonly #slots: number;
  readonly #scale: number;
  #oldest = 0;
  #length = 0;
  #live = 0;
  #added = 0;

  constructor(capacity: number) {
    this.capacity = capacity;
    this.#slots = Math.ceil(capacity / load) + 1;
    this.#scale = this.#slots / reach;
    this.#high = new Uint32Array(capacity);
    this.#low = new Uint32Array(capacity);
    this.#value = new Float64Array(capacity);
    this.#place = new Uint16Array(capacity);
    this.#table = new Uint32Array(2 * this.#slots);
  }

  /** How many ids are remembered. */
  get live(): number {
    return this.#live;
  }

  /** Whether the next id pushes one out. */
  get isFull(): boolean {
    return this.#length === this.capacity;
  }

  /** How many entries were ever added. */
  get added(): number {
    return this.#added;
  }

  /** How many of those have left the ring. */
  get dropped(): number {
    return this.#added - this.#length;
  }

  /** Bytes of memory, used or not. */
  get sizeBytes(): number {
    const arrays = [this.#high, this.#low, this.#value, this.#place, this.#table];
    return arrays.reduce((sum, { byteLength }) => sum + byteLength, 0);
  }

  /** Where to begin with {@link next}. */
  home(high: number): number {
    return Math.floor(high * this.#scale);
  }

  /**
   * The slot from which the next entry of a fingerprint can be read, or -1.
   * @param slot {@link home}, later the last answer + 1
   */
  next(high: number, low: number, slot: number): number {
    let at = slot === this.#slots ? 0 : slot;
    for (;;) {
      const entry = this.#table[2 * at + 1]!;
      if (entry === 0) return -1;
      if (this.#table[2 * at] === high && this.#low[entry - 1] === low) return at;
      at = at + 1 === this.#slots ? 0 : at + 1;
    }
  }

  /** The entry that a slot leads to. */
  at(slot: number): number {
    return this.#table[2 * slot + 1]! - 1;
  }

  /** The number of an entry. */
  value(entry: number): number {
    return this.#value[entry]!;
  }

  /** What goes with the number of an entry. */
  place(entry: number): number {
    return this.#place[entry]!;
  }

  /** Gives an entry another number. @param place of 0 to 65,535 */
  set(entry: number, value: number, place: number): void {
    this.#value[entry] = value;
    this.#place[entry] = place;
  }

  /** How many entries were added before this one. */
  ordinal(entry: number): number {
    const behind = entry - this.#oldest;
    return this.dropped + (behind < 0 ? behind + this.capacity : behind);
  }

  /** The entry before which so many were added, or -1 when it has left the ring. */
  entryOf(ordinal: number): number {
    const behind = ordinal - this.dropped;
    if (behind < 0 || behind >= this.#length) return -1;
    const entry = this.#oldest + behind;
    return entry >= this.capacity ? entry - this.capacity : entry;
  }

  /** Adds an id; the oldest one is dropped first where there is no room. @returns its entry */
  add(high: number, low: number, value: number): number {
    if (this.#length === this.capacity) this.dropOldest();
    let entry = this.#oldest + this.#length;
    if (entry >= this.capacity) entry -= this.capacity;
    this.#high[entry] = high;
    this.#low[entry] = low;
    this.#value[entry] = value;
    let at = this.home(high);
    while (this.#table[2 * at + 1] !== 0) at = at + 1 === this.#slots ? 0 : at + 1;
    this.#table[2 * at] = high;
    this.#table[2 * at + 1] = entry + 1;
    this.#length += 1;
    this.#live += 1;
    this.#added += 1;
    return entry;
  }

  /** Drops the entry that came first. */
  dropOldest(): void {
    this.forget(this.#oldest);
    this.#oldest = this.#oldest + 1 === this.capacity ? 0 : this.#oldest + 1;
    this.#length -= 1;
  }

  /** Makes an entry unknown; its place in the ring stays taken until its turn to be dropped comes. */
  forget(entry: number): void {
    let at = this.home(this.#high[entry]!);
    for (;;) {
      const found = this.#table[2 * at + 1]!;
      // It was forgotten before.
      if (found === 0) return;
      if (found === entry + 1) break;
      at = at + 1 === this.#slots ? 0 : at + 1;
    }
    this.#live -= 1;
    this.#close(at);
  }

  /** Frees a slot and moves those behind it up, so that no search ends before its entry. */
  #close(slot: number): void {
    let free = slot;
    let at = slot;
    for (;;) {
      at = at + 1 === this.#slots ? 0 : at + 1;
      const entry = this.#table[2 * at + 1]!;
      if (entry === 0) break;
      const high = this.#table[2 * at]!;
      const home = this.home(high);
      // An entry may not move in front of its home, counted around the end.
      const isBetween = free <= at ? free < home && home <= at : free < home || home <= at;
      if (isBetween) continue;
      this.#table[2 * free] = high;
      this.#table[2 * free + 1] = entry;
      free = at;
    }
    this.#table[2 * free + 1] = 0;
  }
}
