/** A range of a file's text, in UTF-16 units; the end stands behind the last one. */
export interface Place {
  readonly start: number;
  readonly end: number;
}

/** A name without its quotes, and where it stands. */
export interface Name extends Place {
  readonly text: string;
}
