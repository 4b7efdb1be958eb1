/** Where reading may begin. */
export type GrammarRule = "program" | "queryStatement" | "expression";

/** What is used of an ANTLR token. */
export interface AntlrToken {
  readonly type: number;
  readonly channel: number;
  readonly start: number;
  readonly stop: number;
}

/** What is used of an ANTLR tree. */
export interface AntlrTree {
  readonly children?: readonly AntlrTree[] | null;
  readonly ruleIndex?: number;
  readonly symbol?: AntlrToken;
  readonly start?: AntlrToken | null;
  readonly stop?: AntlrToken | null;
}

/** ANTLR's protocol for listeners; dt-sql-parser's own listener looks for suggestions at every error, in another text. */
export interface ErrorListener {
  syntaxError(recognizer: unknown, token: AntlrToken | null, line: number, column: number): void;
  reportAmbiguity(): void;
  reportAttemptingFullContext(): void;
  reportContextSensitivity(): void;
}

/** What tells errors: a lexer or a parser. */
export interface Recognizer {
  removeErrorListeners(): void;
  addErrorListener(listener: ErrorListener): void;
}

/** What is used of an ANTLR parser. */
export interface AntlrParser extends Recognizer {
  readonly ruleNames: readonly string[];
  readonly tokenStream: { LT(offset: number): AntlrToken | null };
  readonly interpreter: { predictionMode: number };
}

/** What is used of dt-sql-parser's dialect. */
export interface Dialect {
  createLexer(text: string): Recognizer & { getAllTokens(): readonly AntlrToken[] };
  createParserFromTokenStream(this: Dialect, tokens: unknown): Recognizer;
  createParser(text: string): AntlrParser & Readonly<Record<GrammarRule, () => AntlrTree>>;
  getSuggestionAtCaretPosition(
    text: string,
    caret: { readonly lineNumber: number; readonly column: number },
  ): { readonly keywords: readonly string[]; readonly syntax: readonly unknown[] } | null;
}

/** Loads dt-sql-parser's Flink alone: its front door would load the grammars of seven more dialects. */
export async function loadDialect(): Promise<Dialect> {
  const { FlinkSQL } = await import("dt-sql-parser/dist/parser/flink/index.js");
  // Its own types are ANTLR's, whose package is not ours to import.
  const dialect = new FlinkSQL() as unknown as Dialect;
  silence(dialect);
  return dialect;
}

/** Looking for suggestions parses broken text, which ANTLR by default complains about on the console. */
function silence(dialect: Dialect): void {
  const create = dialect.createParserFromTokenStream.bind(dialect);
  dialect.createParserFromTokenStream = (tokens) => {
    const parser = create(tokens);
    parser.removeErrorListeners();
    return parser;
  };
}

/** A listener that tells errors alone; the token is null where the lexer found one. */
export function listener(
  onError: (token: AntlrToken | null, line: number, column: number) => void,
): ErrorListener {
  return {
    syntaxError: (_recognizer, token, line, column) => onError(token, line, column),
    reportAmbiguity: () => undefined,
    reportAttemptingFullContext: () => undefined,
    reportContextSensitivity: () => undefined,
  };
}
