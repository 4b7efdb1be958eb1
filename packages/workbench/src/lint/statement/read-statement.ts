import type { SourceFile } from "@millrace/domain";
import type { FlinkGrammar } from "../grammar/flink-grammar.ts";
import { childOf, childrenOf, outermost, type SyntaxNode } from "../grammar/syntax-node.ts";
import { readPath } from "./read-expression.ts";
import { readHints } from "./read-hints.ts";
import { readQuery } from "./read-query.ts";
import { SqlReader } from "./sql-reader.ts";
import type { SqlStatement } from "./statement.ts";

/**
 * Reads the first INSERT of a file; undefined where the file begins with something else.
 * @throws SyntaxFault where the text is not Flink SQL
 */
export function readStatement(grammar: FlinkGrammar, source: SourceFile): SqlStatement | undefined {
  const reader = new SqlReader(grammar, source.text, readQuery);
  const [first, second] = childrenOf(reader.parse("program"), "singleStatement").filter((statement) =>
    childOf(statement, "sqlStatement"),
  );
  const insert = first === undefined ? undefined : outermost(first, "insertSimpleStatement")[0];
  const query = childOf(insert, "queryStatement");
  const path = childOf(insert, "tablePath");
  if (insert === undefined || path === undefined || query === undefined) return undefined;
  const columns = childOf(insert, "columnNameList");
  return {
    source,
    start: insert.start,
    end: insert.end,
    target: readPath(path, reader).at(-1) ?? reader.nameOf(path),
    ...(columns === undefined ? {} : { columns: readColumns(columns, reader) }),
    query: readQuery(query, reader),
    hints: readHints(source.text),
    ...(second === undefined ? {} : { second: firstWord(second, reader) }),
  };
}

function readColumns(node: SyntaxNode, reader: SqlReader) {
  return childrenOf(node, "columnName").map((column) => reader.nameOf(column));
}

function firstWord({ start }: SyntaxNode, reader: SqlReader) {
  const token = reader.tokens.all.find((each) => each.start >= start);
  return { start, end: token?.end ?? start + 1 };
}
