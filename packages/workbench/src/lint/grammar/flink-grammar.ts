import {
  type AntlrToken,
  type AntlrTree,
  type Dialect,
  type GrammarRule,
  listener,
  loadDialect,
} from "./dialect.ts";
import { describeExpected, describeText, isStructural, nearKeyword, SyntaxFault } from "./syntax-fault.ts";
import type { SyntaxNode } from "./syntax-node.ts";
import type { SqlToken } from "./token.ts";

/** Flink's SQL as dt-sql-parser knows it. */
export interface FlinkGrammar {
  /** @throws SyntaxFault at text that is no token, such as a string that never ends */
  tokenize(text: string): readonly SqlToken[];
  /** Reads the whole text by one rule. @throws SyntaxFault at the first thing that does not fit */
  parse(text: string, rule: GrammarRule): SyntaxNode;
}

const endOfFile = -1;
/** ANTLR's quick prediction, which refuses some right texts, and its full one, which takes longer. */
const predictions = { quick: 0, full: 1 } as const;

let loading: Promise<FlinkGrammar> | undefined;

/** Loads the grammar of Flink alone, once. */
export function loadFlinkGrammar(): Promise<FlinkGrammar> {
  loading ??= loadDialect().then((dialect) => ({
    tokenize: (text) => tokenize(dialect, text),
    parse: (text, rule) => parse(dialect, text, rule),
  }));
  return loading;
}

function tokenize(dialect: Dialect, text: string): readonly SqlToken[] {
  const lexer = dialect.createLexer(plain(text));
  lexer.removeErrorListeners();
  lexer.addErrorListener(
    listener((_token, line, column) => {
      throw lexicalFault(text, line, column);
    }),
  );
  return lexer
    .getAllTokens()
    .filter(({ channel, type }) => channel === 0 && type !== endOfFile)
    .map(({ start, stop }) => {
      const part = text.slice(start, stop + 1);
      if (part in unended) throw unendedFault(start, part);
      return { text: part, word: wordOf(part), start, end: stop + 1 };
    });
}

function parse(dialect: Dialect, text: string, rule: GrammarRule): SyntaxNode {
  const quick = parseWith(dialect, text, rule, "quick");
  const { node, faultAt } = "faultAt" in quick ? parseWith(dialect, text, rule, "full") : quick;
  if (faultAt === undefined) return node;
  throw reservedName(dialect, text, rule, faultAt) ?? syntaxFault(dialect, text, rule, faultAt);
}

/** Whether the text goes on where it stopped once the word there is no keyword: it was meant as a name. */
function reservedName(
  dialect: Dialect,
  text: string,
  rule: GrammarRule,
  { start, stop }: AntlrToken,
): SyntaxFault | undefined {
  const word = text.slice(start, stop + 1);
  if (!/^[a-z_]+$/i.test(word) || isStructural(word)) return undefined;
  const renamed = text.slice(0, start) + "_".repeat(word.length) + text.slice(stop + 1);
  const { faultAt } = parseWith(dialect, renamed, rule, "full");
  if (faultAt !== undefined && faultAt.start <= start) return undefined;
  return new SyntaxFault({
    start,
    end: stop + 1,
    found: describeText(word),
    expected: "a name",
    hint: `${word} is a reserved word: choose another name, or write \`${word}\``,
  });
}

type Parsed =
  | { readonly node: SyntaxNode; readonly faultAt?: undefined }
  | {
      readonly node?: undefined;
      readonly faultAt: AntlrToken;
    };

function parseWith(
  dialect: Dialect,
  text: string,
  rule: GrammarRule,
  prediction: keyof typeof predictions,
): Parsed {
  const faults: AntlrToken[] = [];
  const parser = dialect.createParser(plain(text));
  parser.addErrorListener(
    listener((token) => {
      if (token !== null) faults.push(token);
    }),
  );
  parser.interpreter.predictionMode = predictions[prediction];
  const tree = parser[rule]();
  const next = parser.tokenStream.LT(1);
  if (next !== null && next.type !== endOfFile) faults.push(next);
  const [faultAt] = faults;
  return faultAt === undefined ? { node: toNode(tree, text, parser.ruleNames) } : { faultAt };
}

/** The grammar's lexer knows ASCII letters only, and counts in code points: one plain letter for every unit. */
function plain(text: string): string {
  return text.replaceAll(/[^\n\r\t -~]/g, "_");
}

function wordOf(text: string): string {
  return /^[A-Za-z_]/.test(text) ? text.toUpperCase() : text;
}

/** Expectations are asked for at the fault itself; ANTLR tells those of a decision that may have begun far before. */
function syntaxFault(dialect: Dialect, text: string, rule: GrammarRule, token: AntlrToken): SyntaxFault {
  const isEnd = token.type === endOfFile;
  const start = isEnd ? text.trimEnd().length : token.start;
  const found = isEnd ? "" : text.slice(start, token.stop + 1);
  const before = text.slice(0, start);
  const { keywords, takesName } = expectedBehind(dialect, before, rule);
  const previous = /(\w+)\s*$/.exec(before)?.[1] ?? "";
  const misspelt = [previous, found].find((word) => nearKeyword(word.toUpperCase(), keywords) !== undefined);
  const meant = misspelt === undefined ? undefined : nearKeyword(misspelt.toUpperCase(), keywords);
  return new SyntaxFault({
    start,
    end: isEnd ? start + 1 : token.stop + 1,
    found: describeText(found),
    expected: describeExpected(keywords, takesName),
    ...(meant === undefined ? {} : { hint: `write ${meant} for ${misspelt}` }),
  });
}

/** What can stand behind a text. What stands behind the fault is not shown: it would only add to it. */
function expectedBehind(dialect: Dialect, text: string, rule: GrammarRule) {
  const begun = plain(text).trimStart();
  // Suggestions are made for whole statements alone.
  const shown = `${rule === "expression" ? "SELECT " : ""}${begun} `;
  const lines = shown.split("\n");
  const suggestions =
    shown.trim() === ""
      ? null
      : dialect.getSuggestionAtCaretPosition(shown, {
          lineNumber: lines.length,
          column: (lines.at(-1)?.length ?? 0) + 1,
        });
  return { keywords: suggestions?.keywords ?? ["INSERT"], takesName: (suggestions?.syntax.length ?? 0) > 0 };
}

const unended: Readonly<Record<string, string>> = {
  "'": "a string without an end",
  '"': "a quoted name without an end",
  "`": "a quoted name without an end",
};

function unendedFault(start: number, sign: string): SyntaxFault {
  return new SyntaxFault({
    start,
    end: start + 1,
    found: unended[sign] ?? sign,
    expected: `${sign} at its end`,
  });
}

function lexicalFault(text: string, line: number, column: number): SyntaxFault {
  const lines = text.split("\n").slice(0, line - 1);
  const start = lines.reduce((sum, each) => sum + each.length + 1, 0) + column;
  const found = describeText(text.charAt(start));
  return new SyntaxFault({ start, end: start + 1, found, expected: "a sign that SQL knows" });
}

function toNode(tree: AntlrTree, text: string, names: readonly string[]): SyntaxNode {
  if (tree.symbol !== undefined) {
    const { start, stop } = tree.symbol;
    return { rule: "token", word: wordOf(text.slice(start, stop + 1)), start, end: stop + 1, children: [] };
  }
  const start = tree.start?.start ?? 0;
  return {
    rule: names[tree.ruleIndex ?? -1] ?? "",
    word: "",
    start,
    end: Math.max(start, (tree.stop?.stop ?? start - 1) + 1),
    children: (tree.children ?? []).map((child) => toNode(child, text, names)),
  };
}
