/** One step of what an event table is given. */
export type ScriptStep =
  /** A row by column name, in the JSON form of Flink's own format; a BIGINT beyond 2^53 is a text or a bigint. */
  | { readonly kind: "row"; readonly row: Readonly<Record<string, unknown>> }
  /** The table's watermark, moved without a row. It never goes back. */
  | { readonly kind: "watermark"; readonly atMs: number };

/** What each event table is given, in order; a table without a script is empty. */
export type Scripts = Readonly<Record<string, readonly ScriptStep[]>>;
