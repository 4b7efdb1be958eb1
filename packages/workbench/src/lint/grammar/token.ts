/** A piece of SQL text as the grammar's lexer cuts it; comments and white space are none. Offsets are UTF-16 units. */
export interface SqlToken {
  readonly text: string;
  /** Keywords and names in upper case, symbols as they are; strings and quoted names keep their quotes and case. */
  readonly word: string;
  readonly start: number;
  /** Behind the last character. */
  readonly end: number;
}

const closers: Readonly<Record<string, string>> = { "(": ")", "[": "]" };

/** Tokens with their brackets matched. */
export class TokenList {
  readonly #tokens: readonly SqlToken[];
  readonly #partners = new Map<number, number>();
  readonly #parents: number[] = [];

  constructor(tokens: readonly SqlToken[]) {
    this.#tokens = tokens;
    const open: number[] = [];
    for (const [index, { word }] of tokens.entries()) {
      const last = open.at(-1);
      if (last !== undefined && word === closers[tokens[last]?.word ?? ""]) {
        open.pop();
        this.#partners.set(last, index).set(index, last);
      }
      this.#parents.push(open.at(-1) ?? -1);
      if (word in closers) open.push(index);
    }
  }

  get all(): readonly SqlToken[] {
    return this.#tokens;
  }

  at(index: number): SqlToken | undefined {
    return this.#tokens[index];
  }

  /** The word at an index; empty beyond both ends. */
  word(index: number): string {
    return this.#tokens[index]?.word ?? "";
  }

  /** The index of a bracket's partner; undefined where it has none. */
  partnerOf(index: number): number | undefined {
    return this.#partners.get(index);
  }

  /** The index of the bracket that a token stands in directly; -1 outside of all. */
  parentOf(index: number): number {
    return this.#parents[index] ?? -1;
  }

  /** Indexes of tokens that stand directly in a bracket, its own signs left out. */
  inside(open: number): readonly number[] {
    const close = this.partnerOf(open) ?? this.#tokens.length;
    const found: number[] = [];
    for (let index = open + 1; index < close; index += 1)
      if (this.parentOf(index) === open) found.push(index);
    return found;
  }

  /** Index ranges, the end exclusive, between the commas that stand directly in a bracket. */
  arguments(open: number): readonly (readonly [from: number, to: number])[] {
    const close = this.partnerOf(open) ?? this.#tokens.length;
    if (close === open + 1) return [];
    const commas = this.inside(open).filter((index) => this.word(index) === ",");
    const bounds = [open, ...commas, close];
    return bounds.slice(1).map((to, index) => [(bounds[index] ?? open) + 1, to] as const);
  }
}
