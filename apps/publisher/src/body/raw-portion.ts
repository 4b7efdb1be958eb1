/** The bytes of some items of a body, and where each begins and ends in them. */
export interface RawPortion {
  readonly bytes: Buffer;
  readonly starts: readonly number[];
  readonly ends: readonly number[];
}

/** How much a splitter hands on at once, and takes at all. */
export interface SplitLimits {
  /** A portion is handed on when it has this many items … */
  readonly portionItems: number;
  /** … or its items so many bytes. */
  readonly portionBytes: number;
  readonly maxItems: number;
  readonly maxItemBytes: number;
}

/** Cuts the bytes of a body, which come in chunks cut anywhere, into items. */
export interface Splitter {
  /**
   * Portions that are complete with this chunk; each is to be used before the next is asked for.
   * @throws BodyFault after everything before the fault was handed on
   */
  push(chunk: Buffer): Generator<RawPortion, void>;
  /** The last portion, at the body's end. @throws BodyFault as {@link push} */
  end(): Generator<RawPortion, void>;
}
