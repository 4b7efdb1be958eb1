import { describeFound } from "@millrace/common";
import type { DomainProblem } from "../problem.ts";
import { positionAt, type SourceFile } from "../source-file.ts";
import { nameOf, normalizeSql, type Token, tokenize } from "./lexer.ts";
import { type LocatedSetting, readSettings } from "./settings.ts";

/** A name in a statement, and where it stands. */
export interface LocatedName {
  readonly name: string;
  readonly offset: number;
}

/** One `INSERT INTO table (columns) query` as it stands in its file. */
export interface StatementFile {
  readonly source: SourceFile;
  readonly target: LocatedName;
  readonly columns: readonly LocatedName[];
  /** The statement as written, without header and semicolon. */
  readonly text: string;
  /** What follows the column list, as written. */
  readonly query: { readonly text: string; readonly offset: number };
  /** The same for all spellings that differ in comments and white space alone. */
  readonly normalText: string;
  /** Every word and quoted name of the query. */
  readonly names: ReadonlySet<string>;
  readonly settings: readonly LocatedSetting[];
}

/** What is wrong at an offset; the caller knows the file. */
interface Complaint {
  readonly offset: number;
  readonly found: string;
  readonly expected: string;
  readonly hint?: string;
}

/** Reads a .sql file: header settings and one INSERT. All its problems at once, or the statement. */
export function parseStatementFile(source: SourceFile): {
  readonly statement?: StatementFile;
  readonly problems: readonly DomainProblem[];
} {
  const { tokens, unended } = tokenize(source.text);
  const { settings, problems } = readSettings(source, tokens);
  const code = tokens.filter(({ kind }) => kind !== "comment");
  const parsed =
    unended === undefined
      ? parseInsert(code, source.text)
      : { offset: unended.offset, found: `${unended.what} without an end`, expected: "its closing sign" };
  if ("offset" in parsed) return { problems: [...problems, toProblem(parsed, source)] };
  if (problems.length > 0) return { problems };
  return { statement: { source, settings, ...parsed }, problems: [] };
}

function parseInsert(
  code: readonly Token[],
  text: string,
): Omit<StatementFile, "source" | "settings"> | Complaint {
  const [statement, complaint] = onlyStatement(code, text);
  if (complaint !== undefined) return complaint;
  const head = parseHead(statement, text);
  if ("offset" in head) return head;
  const query = statement.slice(head.length);
  const [first, last] = [query[0], query.at(-1)];
  if (first === undefined || last === undefined)
    return { offset: text.length, found: "no query", expected: "SELECT … behind the column list" };
  const start = statement[0]?.offset ?? 0;
  const end = last.offset + last.text.length;
  return {
    target: head.target,
    columns: head.columns,
    text: text.slice(start, end),
    query: { text: text.slice(first.offset, end), offset: first.offset },
    normalText: normalizeSql(statement),
    names: new Set(query.filter(({ kind }) => kind === "word" || kind === "quoted").map(nameOf)),
  };
}

/** The tokens of the file's one statement; a second one is an error at its beginning. */
function onlyStatement(
  code: readonly Token[],
  text: string,
): readonly [readonly Token[], undefined] | readonly [undefined, Complaint] {
  const semicolon = code.findIndex((token) => token.kind === "symbol" && token.text === ";");
  const statement = semicolon === -1 ? code : code.slice(0, semicolon);
  const second = semicolon === -1 ? undefined : code.slice(semicolon).find(({ text }) => text !== ";");
  if (statement.length === 0)
    return [undefined, { offset: text.length, found: "no statement", expected: insertForm }];
  if (second === undefined) return [statement, undefined];
  return [
    undefined,
    {
      offset: second.offset,
      found: `a second statement beginning with ${describeFound(second.text)}`,
      expected: "one statement a file",
      hint: "move it to a file of its own: all statements of a domain run as one job",
    },
  ];
}

const insertForm = "INSERT INTO table (columns) SELECT …";

interface InsertHead {
  readonly target: LocatedName;
  readonly columns: readonly LocatedName[];
  /** How many tokens the head takes. */
  readonly length: number;
}

function parseHead(tokens: readonly Token[], text: string): InsertHead | Complaint {
  const [insert, into, target, open] = tokens;
  if (!isWord(insert, "INSERT")) return unexpected(insert, text, insertForm, tablesAreCompiled(insert));
  if (!isWord(into, "INTO")) return unexpected(into, text, "INTO");
  if (!isName(target)) return unexpected(target, text, "the name of a result table");
  if (open?.text === ".") return unexpected(open, text, "a table name without catalog and database");
  if (open?.text !== "(")
    return unexpected(
      open,
      text,
      "a column list in parentheses",
      "without one, columns are matched by position alone",
    );
  const close = tokens.findIndex((token) => token.kind === "symbol" && token.text === ")");
  if (close === -1) return { offset: open.offset, found: "a column list without an end", expected: ")" };
  const columns = parseColumns(tokens.slice(4, close), tokens[close], text);
  if ("offset" in columns) return columns;
  return { target: located(target), columns: columns.names, length: close + 1 };
}

function parseColumns(
  tokens: readonly Token[],
  close: Token | undefined,
  text: string,
): { readonly names: readonly LocatedName[] } | Complaint {
  const names: LocatedName[] = [];
  for (const [index, token] of tokens.entries()) {
    const isSeparator = index % 2 === 1;
    if (isSeparator && token.text !== ",") return unexpected(token, text, "a comma between column names");
    if (!isSeparator && !isName(token)) return unexpected(token, text, "a column name");
    if (!isSeparator) names.push(located(token));
  }
  if (tokens.length % 2 === 0) return unexpected(close, text, "a column name");
  return { names };
}

function tablesAreCompiled(token: Token | undefined): string | undefined {
  if (!isWord(token, "CREATE") && !isWord(token, "SET")) return undefined;
  return "tables are compiled from domain.yaml, and settings are header comments such as -- @state_ttl 1 hour";
}

function unexpected(token: Token | undefined, text: string, expected: string, hint?: string): Complaint {
  return {
    offset: token?.offset ?? text.length,
    found: token === undefined ? "the end of the file" : describeFound(token.text),
    expected,
    ...(hint === undefined ? {} : { hint }),
  };
}

function isWord(token: Token | undefined, word: string): boolean {
  return token?.kind === "word" && token.text.toUpperCase() === word;
}

function isName(token: Token | undefined): token is Token {
  return token?.kind === "word" || token?.kind === "quoted";
}

function located(token: Token): LocatedName {
  return { name: nameOf(token), offset: token.offset };
}

function toProblem({ offset, ...facts }: Complaint, source: SourceFile): DomainProblem {
  return { file: source.path, path: "", ...positionAt(source.text, offset), ...facts };
}
