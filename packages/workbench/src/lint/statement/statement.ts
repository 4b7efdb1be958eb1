import type { SourceFile } from "@millrace/domain";
import type { Name, Place } from "./name.ts";
import type { Query } from "./query.ts";

/** One INSERT as it stands in its file. */
export interface SqlStatement extends Place {
  readonly source: SourceFile;
  readonly target: Name;
  /** The column list; absent where there is none. */
  readonly columns?: readonly Name[];
  readonly query: Query;
  /** Hints and options, wherever they stand. */
  readonly hints: readonly Hint[];
  /** The first word of a second statement of the file. */
  readonly second?: Place;
}

/** One hint: `OPTIONS('scan.parallelism' = '2')`. */
export interface Hint extends Place {
  /** In upper case. */
  readonly name: string;
  readonly options: readonly HintOption[];
}

/** `'key' = 'value'` of a hint; the place is the key's. */
export interface HintOption extends Place {
  readonly key: string;
  readonly value: string;
}
