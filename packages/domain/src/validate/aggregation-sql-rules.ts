import { describeFound, suggest } from "@millrace/common";
import { ownColumns } from "../expand/aggregation/result-columns.ts";
import { valueAtPath } from "../expand/aggregation/source-table.ts";
import type { DataPath } from "../load/yaml-position.ts";
import { withSuggestion } from "../problem.ts";
import { type Token, tokenize } from "../sql/lexer.ts";
import { isReserved } from "../sql/reserved-words.ts";
import type { DeclaredAggregation } from "./declared-aggregation.ts";
import type { Finding } from "./rule.ts";

/** A user's condition, and the columns that it can name. */
interface Condition {
  readonly text: string;
  readonly path: DataPath;
  readonly columns: readonly string[];
  readonly of: string;
}

/** Conditions are put into brackets, so that they have to be whole; names that are nearly a column's are told. */
export function conditionFindings(declared: DeclaredAggregation): readonly Finding[] {
  return conditionsOf(declared).flatMap((condition) => {
    const { tokens, unended } = tokenize(condition.text);
    const expected = "one condition";
    const complain = (found: string, hint?: string): readonly Finding[] => [
      { path: condition.path, found, expected, ...(hint === undefined ? {} : { hint }) },
    ];
    if (unended !== undefined) return complain(`${unended.what} without an end`);
    if (tokens.length === 0) return complain("nothing");
    if (tokens.some(({ kind }) => kind === "comment" || kind === "hint"))
      return complain("a comment in SQL", "write it as a comment of YAML");
    if (tokens.some(({ kind, text }) => kind === "symbol" && text === ";")) return complain("a semicolon");
    if (tokens.some(({ kind, text }) => kind === "string" && text.includes("\n")))
      return complain("a text that goes on in another line");
    if (!isBalanced(tokens)) return complain("brackets that do not match");
    return misspeltColumns(tokens, condition);
  });
}

function conditionsOf({ name, input, source }: DeclaredAggregation): readonly Condition[] {
  const path = ["aggregations", name];
  const ofSource = { columns: Object.values(source.columns).map((column) => column.name), of: source.name };
  const groups = (input.group_by ?? []).map((text) => valueAtPath(source, text)?.columnName ?? text);
  const ofResult = { columns: [...groups, ...Object.keys(input.measures), ...ownColumns], of: "the result" };
  return [
    ...(input.where === undefined ? [] : [{ text: input.where, path: [...path, "where"], ...ofSource }]),
    ...(input.having === undefined ? [] : [{ text: input.having, path: [...path, "having"], ...ofResult }]),
    ...Object.entries(input.measures).flatMap(([measure, { where }]) =>
      where === undefined
        ? []
        : [{ text: where, path: [...path, "measures", measure, "where"], ...ofSource }],
    ),
  ];
}

function isBalanced(tokens: readonly Token[]): boolean {
  const open: string[] = [];
  for (const { kind, text } of tokens) {
    if (kind !== "symbol") continue;
    if (text === "(" || text === "[") open.push(text);
    if (text === ")" && open.pop() !== "(") return false;
    if (text === "]" && open.pop() !== "[") return false;
  }
  return open.length === 0;
}

/** What is no column and near none may be a word of SQL: Flink judges it. */
function misspeltColumns(tokens: readonly Token[], { path, columns, of }: Condition): readonly Finding[] {
  const unknown = tokens.filter(({ kind, text }, index) => {
    const isName = kind === "word" && /^[a-z][a-z0-9_]*$/.test(text) && !isReserved(text);
    const isPart = tokens[index - 1]?.text === "." || tokens[index + 1]?.text === "(";
    return isName && !isPart && !columns.includes(text);
  });
  return unknown.flatMap(({ text }) => {
    const meant = suggest(text, columns);
    if (meant === undefined) return [];
    return [
      {
        path,
        found: `the unknown column ${describeFound(text)} of ${of}`,
        expected: `one of ${columns.join(", ")}`,
        ...withSuggestion(meant),
      },
    ];
  });
}
