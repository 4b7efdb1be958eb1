import type { SqlToken, TokenList } from "./token.ts";

/** A replacement that keeps every offset: the new text is filled up with spaces to the old length. */
export interface TextEdit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/**
 * Something that the grammar is not shown and that is read by itself:
 * - `filter`: the condition of `FILTER (WHERE …)`, known by the end of its call;
 * - `over`: the window of `OVER (…)`, known by the end of its call;
 * - `table-function`: `TABLE(NAME(…))`, known by its start.
 */
export interface HiddenPart {
  readonly kind: "filter" | "over" | "table-function";
  /** The offset that it is known by. */
  readonly key: number;
  /** Tokens of what is inside, the end exclusive; of a table function the index of its name. */
  readonly from: number;
  readonly to: number;
}

/** What is done about one gap at one place. */
export interface Bridge {
  readonly edits: readonly TextEdit[];
  readonly part?: HiddenPart;
}

/** Something that Flink reads and the grammar does not. */
export interface GrammarGap {
  readonly sentence: string;
  /** How to bridge it where it begins at a token; undefined where it does not. */
  readonly bridge: (tokens: TokenList, index: number) => Bridge | undefined;
}

/** An edit over a range of tokens, the end exclusive. */
export function cover(tokens: TokenList, from: number, to: number, text = ""): TextEdit {
  const first = tokens.at(from);
  const last = tokens.at(to - 1);
  if (first === undefined || last === undefined) throw new RangeError(`no tokens from ${from} to ${to}`);
  return { start: first.start, end: last.end, text };
}

/** A name of the same length, which keeps a keyword from being one. */
export function anonymous({ start, end }: SqlToken): TextEdit {
  return { start, end, text: "_".repeat(end - start) };
}

/** A range of the text with the edits inside it made, and nothing but white space around it; lines stay lines. */
export function masked(text: string, edits: readonly TextEdit[], start: number, end: number): string {
  let result = blank(text.slice(0, start));
  let at = start;
  for (const edit of edits.filter((each) => each.start >= start && each.end <= end)) {
    // An edit inside one that was made already is its business no more.
    if (edit.start < at) continue;
    result +=
      text.slice(at, edit.start) + edit.text + blank(text.slice(edit.start + edit.text.length, edit.end));
    at = edit.end;
  }
  return result + text.slice(at, end) + blank(text.slice(end));
}

function blank(text: string): string {
  return text.replaceAll(/[^\n]/g, " ");
}
