import { grammarGaps } from "../grammar/gaps.ts";
import { type HiddenPart, masked, type TextEdit } from "../grammar/gap.ts";
import type { GrammarRule } from "../grammar/dialect.ts";
import type { FlinkGrammar } from "../grammar/flink-grammar.ts";
import { describeText, SyntaxFault } from "../grammar/syntax-fault.ts";
import type { SyntaxNode } from "../grammar/syntax-node.ts";
import { TokenList } from "../grammar/token.ts";
import type { Name } from "./name.ts";
import type { Query } from "./query.ts";

/** A file's text, and how parts of it are read. */
export class SqlReader {
  readonly text: string;
  readonly tokens: TokenList;
  readonly #grammar: FlinkGrammar;
  readonly #edits: readonly TextEdit[];
  readonly #parts: readonly HiddenPart[];

  readonly #readQuery: (node: SyntaxNode, reader: SqlReader) => Query;

  /**
   * @param readQuery how queries are read, which stand within values and relations as well
   * @throws SyntaxFault
   */
  constructor(
    grammar: FlinkGrammar,
    text: string,
    readQuery: (node: SyntaxNode, reader: SqlReader) => Query,
  ) {
    this.#grammar = grammar;
    this.#readQuery = readQuery;
    this.text = text;
    this.tokens = new TokenList(grammar.tokenize(text));
    const bridges = this.tokens.all.flatMap((_, index) =>
      grammarGaps.flatMap(({ bridge }) => bridge(this.tokens, index) ?? []),
    );
    this.#edits = bridges.flatMap(({ edits }) => edits).sort((a, b) => a.start - b.start || b.end - a.end);
    this.#parts = bridges.flatMap(({ part }) => (part === undefined ? [] : [part]));
  }

  /** Reads a range of the text. @throws SyntaxFault */
  parse(rule: GrammarRule, start = 0, end = this.text.length): SyntaxNode {
    try {
      return this.#grammar.parse(masked(this.text, this.#edits, start, end), rule);
    } catch (fault) {
      throw fault instanceof SyntaxFault ? this.#atNextToken(fault, end) : fault;
    }
  }

  /** Where a range ends too early, what stands behind it was found. */
  #atNextToken(fault: SyntaxFault, end: number): SyntaxFault {
    const next = this.tokens.all.find((token) => token.start >= end);
    if (fault.found !== describeText("") || next === undefined) return fault;
    return new SyntaxFault({
      start: next.start,
      end: next.end,
      found: describeText(next.text),
      expected: fault.expected,
      hint: fault.hint,
    });
  }

  /** Reads a range of tokens, the end exclusive. @throws SyntaxFault */
  parseTokens(rule: GrammarRule, from: number, to: number): SyntaxNode {
    const end = this.tokens.at(to - 1)?.end ?? 0;
    return this.parse(rule, this.tokens.at(from)?.start ?? end, end);
  }

  /** Reads a part that is a query. @throws SyntaxFault */
  query(node: SyntaxNode): Query {
    return this.#readQuery(node, this);
  }

  /** What the grammar was not shown at an offset. */
  hidden(kind: HiddenPart["kind"], key: number): HiddenPart | undefined {
    return this.#parts.find((part) => part.kind === kind && part.key === key);
  }

  textOf({ start, end }: { readonly start: number; readonly end: number }): string {
    return this.text.slice(start, end);
  }

  /** The name that stands at a place. */
  nameOf({ start, end }: { readonly start: number; readonly end: number }): Name {
    return { text: unquoted(this.text.slice(start, end)), start, end };
  }
}

function unquoted(text: string): string {
  return text.startsWith("`") ? text.slice(1, -1).replaceAll("``", "`") : text;
}
