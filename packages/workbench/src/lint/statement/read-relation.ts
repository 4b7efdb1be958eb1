import type { HiddenPart } from "../grammar/gap.ts";
import { childOf, childrenOf, type SyntaxNode, wordsOf } from "../grammar/syntax-node.ts";
import type { Expression } from "./expression.ts";
import type { Name } from "./name.ts";
import { readExpression, readPath } from "./read-expression.ts";
import type { Join, Relation, TableFunction } from "./relation.ts";
import type { SqlReader } from "./sql-reader.ts";

/** Reads what stands behind FROM. */
export function readRelation(node: SyntaxNode, reader: SqlReader): Relation {
  const { start, end } = node;
  const values = childOf(node, "inlineDataValueClause");
  if (values !== undefined) return { kind: "values", start, end, ...aliasOf(values, reader) };
  const [left, right] = childrenOf(node, "tableExpression");
  if (left === undefined || right === undefined) return readList(node, reader);
  const condition = childOf(node, "joinCondition");
  return {
    kind: "join",
    type: joinType(wordsOf(node)),
    left: readRelation(left, reader),
    right: readRelation(right, reader),
    ...(condition === undefined ? {} : readCondition(condition, reader)),
    start,
    end,
  };
}

function readCondition(node: SyntaxNode, reader: SqlReader): { readonly condition?: Expression } {
  const isOn = wordsOf(node).includes("ON");
  if (isOn) return { condition: readExpression({ ...node, children: node.children.slice(1) }, reader) };
  return {};
}

function joinType(words: readonly string[]): Join["type"] {
  return (["LEFT", "RIGHT", "FULL", "CROSS"] as const).find((type) => words.includes(type)) ?? "INNER";
}

/** `a, b` is a cross join. */
function readList(node: SyntaxNode, reader: SqlReader): Relation {
  const relations = childrenOf(node, "tableReference").map((reference) => readReference(reference, reader));
  return relations.reduce((left, right) => ({
    kind: "join",
    type: "CROSS",
    left,
    right,
    start: left.start,
    end: right.end,
  }));
}

function readReference(node: SyntaxNode, reader: SqlReader): Relation {
  const primary = childOf(node, "tablePrimary") ?? node;
  const alias = aliasOf(node, reader);
  const { start, end } = node;
  const path = childOf(primary, "tablePath") ?? childOf(primary, "viewPath");
  if (path !== undefined) {
    const part = reader.hidden("table-function", path.start);
    if (part !== undefined) return { ...readFunction(part, reader), ...alias };
    const name = readPath(path, reader).at(-1) ?? reader.nameOf(path);
    const time = childOf(childOf(primary, "systemTimePeriod"), "dateTimeExpression");
    const asOf = time === undefined ? {} : { asOf: readExpression(time, reader) };
    return { kind: "table", name, start, end, ...asOf, ...alias };
  }
  const inner = childOf(primary, "atomExpressionTable") ?? childOf(primary, "atomFunctionTable") ?? primary;
  const query = childOf(inner, "queryStatement");
  if (query !== undefined) return { kind: "query", query: reader.query(query), start, end, ...alias };
  const value = childOf(inner, "expression") ?? childOf(inner, "functionCallExpression");
  const expression: Expression =
    value === undefined ? { kind: "literal", start, end } : readExpression(value, reader);
  return { kind: "expansion", expression, start, end, ...alias };
}

function aliasOf(node: SyntaxNode, reader: SqlReader): { readonly alias?: Name } {
  const name = childOf(childOf(node, "tableAlias"), "identifier");
  return name === undefined ? {} : { alias: reader.nameOf(name) };
}

/** A table function's arguments are read from its tokens: the grammar knows three of them, in one form. */
function readFunction({ key, from }: HiddenPart, reader: SqlReader): TableFunction {
  const { tokens } = reader;
  const name = tokens.at(from);
  const close = tokens.at(tokens.partnerOf(from + 1) ?? from);
  const facts: { input?: Relation; timeColumn?: Name; args: Expression[] } = { args: [] };
  for (const [first, to] of tokens.arguments(from + 1)) {
    const begin = tokens.word(first + 1) === "=>" ? first + 2 : first;
    const word = tokens.word(begin);
    if (word === "DESCRIPTOR") {
      const column = tokens.at(begin + 2);
      if (column !== undefined) facts.timeColumn = reader.nameOf(column);
    } else if (word === "TABLE" || tokens.word(begin + 1) === "SELECT") {
      facts.input = readInput(begin, to, reader);
    } else facts.args.push(readExpression(reader.parseTokens("expression", begin, to), reader));
  }
  return {
    kind: "function",
    name: name?.word ?? "",
    nameAt: { start: name?.start ?? key, end: name?.end ?? key },
    start: key,
    end: close?.end ?? key,
    ...facts,
  };
}

/** `TABLE name PARTITION BY …`, or a query in brackets, with or without the word TABLE. */
function readInput(begin: number, to: number, reader: SqlReader): Relation {
  const { tokens } = reader;
  const first = tokens.word(begin) === "TABLE" ? begin + 1 : begin;
  const close = tokens.word(first) === "(" ? tokens.partnerOf(first) : undefined;
  if (close !== undefined) {
    const node = reader.parseTokens("queryStatement", first + 1, close);
    return { kind: "query", query: reader.query(node), start: node.start, end: node.end };
  }
  let last = first;
  while (tokens.word(last + 1) === "." && last + 2 < to) last += 2;
  const token = tokens.at(last);
  const place = { start: token?.start ?? 0, end: token?.end ?? 0 };
  return { kind: "table", name: reader.nameOf(place), ...place };
}
