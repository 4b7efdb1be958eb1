import { childOf, childrenOf, type SyntaxNode, wordsOf } from "../grammar/syntax-node.ts";
import type { Expression } from "./expression.ts";
import type { NamedQuery, Query, QueryBody, Select, SelectItem } from "./query.ts";
import { readBareCall, readExpression } from "./read-expression.ts";
import { readRelation } from "./read-relation.ts";
import type { SqlReader } from "./sql-reader.ts";

/** Reads a query, its brackets left out. @throws SyntaxFault in a part that the grammar was not shown */
export function readQuery(node: SyntaxNode, reader: SqlReader): Query {
  const { start, end } = node;
  const [first, second] = childrenOf(node, "queryStatement");
  const named = childOf(node, "withClause");
  if (named !== undefined && first !== undefined) {
    const query = readQuery(first, reader);
    return { ...query, named: [...readNamed(named, reader), ...query.named], start, end };
  }
  if (first !== undefined && second === undefined) return readQuery(first, reader);
  return { named: [], body: readBody(node, reader), start, end };
}

function readNamed(node: SyntaxNode, reader: SqlReader): readonly NamedQuery[] {
  return childrenOf(node, "withItem").flatMap((item) => {
    const name = childOf(item, "withItemName");
    const query = childOf(item, "queryStatement");
    if (name === undefined || query === undefined) return [];
    return [{ name: reader.nameOf(name), query: readQuery(query, reader) }];
  });
}

function readBody(node: SyntaxNode, reader: SqlReader): QueryBody {
  const { start, end } = node;
  const [left, right] = childrenOf(node, "queryStatement");
  if (left !== undefined && right !== undefined) {
    const words = wordsOf(node);
    return {
      kind: "set",
      operator: (["INTERSECT", "EXCEPT"] as const).find((word) => words.includes(word)) ?? "UNION",
      isAll: words.includes("ALL"),
      left: readQuery(left, reader),
      right: readQuery(right, reader),
      start,
      end,
    };
  }
  const select = childOf(node, "selectStatement") ?? (childOf(node, "selectClause") && node);
  return select === undefined ? { kind: "values", start, end } : readSelect(select, reader);
}

function readSelect(node: SyntaxNode, reader: SqlReader): Select {
  const clause = childOf(node, "selectClause");
  const quantifier = childOf(clause, "setQuantifier");
  const items = childrenOf(childOf(clause, "selectList"), "columnProjectItem");
  const from = childOf(childOf(node, "fromClause"), "tableExpression");
  const pattern = childOf(node, "matchRecognizeClause");
  const isDistinct = quantifier !== undefined && wordsOf(quantifier).includes("DISTINCT");
  return {
    kind: "select",
    start: node.start,
    end: node.end,
    ...(isDistinct ? { distinct: { start: quantifier.start, end: quantifier.end } } : {}),
    items: items.map((item) => readItem(item, reader)),
    ...(from === undefined ? {} : { from: readRelation(from, reader) }),
    ...optional("where", childOf(node, "whereClause"), reader),
    groupBy: readGroups(childOf(node, "groupByClause"), reader),
    ...optional("having", childOf(node, "havingClause"), reader),
    ...(pattern === undefined ? {} : { matchRecognize: { start: pattern.start, end: pattern.end } }),
  };
}

/** The condition behind a clause's keyword. */
function optional<Key extends "where" | "having">(
  key: Key,
  node: SyntaxNode | undefined,
  reader: SqlReader,
): { readonly [each in Key]?: Expression } {
  const condition = node?.children[1];
  const found: { [each in Key]?: Expression } = {};
  if (condition !== undefined) found[key] = readExpression(condition, reader);
  return found;
}

/** Grouping sets count with every column that stands in them. */
function readGroups(node: SyntaxNode | undefined, reader: SqlReader): readonly Expression[] {
  return childrenOf(node, "groupItemDefinition").flatMap((item) => {
    const nested = readGroups(item, reader);
    if (nested.length > 0) return nested;
    return item.children
      .filter(({ rule }) => rule !== "token" && !rule.startsWith("groupingSets"))
      .map((part) => readExpression(part, reader));
  });
}

function readItem(node: SyntaxNode, reader: SqlReader): SelectItem {
  const { start, end, children } = node;
  const call = readBareCall(node, reader);
  if (call !== undefined) return { start, end, expression: call };
  const [value] = children;
  const last = children.length > 1 ? children.at(-1) : undefined;
  const name = last === undefined ? undefined : (childOf(last, "identifier") ?? last);
  return {
    start,
    end,
    expression: value === undefined ? { kind: "literal", start, end } : readExpression(value, reader),
    ...(name === undefined ? {} : { alias: reader.nameOf(name) }),
  };
}
