import type { Hint, HintOption } from "./statement.ts";

const skipped = /'(?:[^']|'')*'|`(?:[^`]|``)*`|--[^\n]*|\/\*\+[\s\S]*?\*\/|\/\*[\s\S]*?\*\//g;
const hint = /([A-Za-z_]+)\s*\(((?:[^()']|'(?:[^']|'')*')*)\)/g;
const option = /'((?:[^']|'')*)'\s*=\s*'((?:[^']|'')*)'/g;

/** Reads every hint of a text; what else stands in such a comment is left out. */
export function readHints(text: string): readonly Hint[] {
  return [...text.matchAll(skipped)]
    .filter(([comment]) => comment.startsWith("/*+"))
    .flatMap((comment) => [...comment[0].matchAll(hint)].map((match) => readHint(match, comment.index)));
}

function readHint(match: RegExpExecArray, offset: number): Hint {
  const [whole, name = "", list = ""] = match;
  const start = offset + match.index;
  const listStart = start + whole.indexOf("(") + 1;
  return {
    name: name.toUpperCase(),
    start,
    end: start + whole.length,
    options: [...list.matchAll(option)].map((each) => readOption(each, listStart)),
  };
}

function readOption(match: RegExpExecArray, offset: number): HintOption {
  const [, key = "", value = ""] = match;
  const start = offset + match.index;
  return { key: plain(key), value: plain(value), start, end: start + key.length + 2 };
}

function plain(text: string): string {
  return text.replaceAll("''", "'");
}
