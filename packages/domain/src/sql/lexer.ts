/** A piece of SQL text. A hint (`/*+ … *\/`) changes a plan, so it is none of the comments. */
export interface Token {
  readonly kind: "word" | "quoted" | "string" | "number" | "symbol" | "comment" | "hint";
  readonly text: string;
  /** Offset of the first character. */
  readonly offset: number;
}

/** A string, quoted name or comment that never ends. */
export interface UnendedToken {
  readonly what: string;
  readonly offset: number;
}

const rules: readonly {
  readonly kind: Token["kind"];
  readonly pattern: RegExp;
}[] = [
  { kind: "comment", pattern: /--[^\n]*/y },
  { kind: "hint", pattern: /\/\*\+[\s\S]*?\*\//y },
  { kind: "comment", pattern: /\/\*[\s\S]*?\*\//y },
  { kind: "string", pattern: /'(?:[^']|'')*'/y },
  { kind: "quoted", pattern: /`(?:[^`]|``)*`/y },
  { kind: "quoted", pattern: /"(?:[^"]|"")*"/y },
  { kind: "number", pattern: /(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?/y },
  { kind: "word", pattern: /[\p{L}_][\p{L}\p{N}_$]*/uy },
  { kind: "symbol", pattern: /=>|<>|<=|>=|!=|\|\||[^\s]/uy },
];

const openings: Readonly<Record<string, string>> = {
  "'": "a string",
  "`": "a quoted name",
  '"': "a quoted name",
};

/** Splits SQL into tokens, white space left out; stops at the first one that never ends. */
export function tokenize(text: string): {
  readonly tokens: readonly Token[];
  readonly unended?: UnendedToken;
} {
  const tokens: Token[] = [];
  let offset = skipSpace(text, 0);
  while (offset < text.length) {
    const token = tokenAt(text, offset);
    const unended = token.text.startsWith("/") && text.startsWith("/*", offset) && token.kind === "symbol";
    if (unended) return { tokens, unended: { what: "a comment", offset } };
    const opening = token.kind === "symbol" ? openings[token.text] : undefined;
    if (opening !== undefined) return { tokens, unended: { what: opening, offset } };
    tokens.push(token);
    offset = skipSpace(text, offset + token.text.length);
  }
  return { tokens };
}

/**
 * One spelling for texts that mean the same: comments out, white space between tokens folded to one space. Literals,
 * quoted names and hints stay as they are.
 */
export function normalizeSql(tokens: readonly Token[]): string {
  let normal = "";
  let end: number | undefined;
  for (const token of tokens.filter(({ kind }) => kind !== "comment")) {
    if (end !== undefined && end < token.offset) normal += " ";
    normal += token.text;
    end = token.offset + token.text.length;
  }
  return normal;
}

/** The name that a word or a quoted name stands for. */
export function nameOf(token: Token): string {
  if (token.kind !== "quoted") return token.text;
  const quote = token.text.charAt(0);
  return token.text.slice(1, -1).replaceAll(quote + quote, quote);
}

function tokenAt(text: string, offset: number): Token {
  for (const { kind, pattern } of rules) {
    pattern.lastIndex = offset;
    const match = pattern.exec(text);
    if (match !== null) return { kind, text: match[0], offset };
  }
  return { kind: "symbol", text: text.charAt(offset), offset };
}

function skipSpace(text: string, from: number): number {
  const space = /\s*/y;
  space.lastIndex = from;
  return from + (space.exec(text)?.[0].length ?? 0);
}
