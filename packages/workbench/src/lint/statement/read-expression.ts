import { childOf, childrenOf, outermost, type SyntaxNode, wordsOf } from "../grammar/syntax-node.ts";
import type { Expression, FunctionCall, OverWindow } from "./expression.ts";
import type { Name } from "./name.ts";
import type { SqlReader } from "./sql-reader.ts";

/** Reads a value; the grammar's many levels of precedence fall away. */
export function readExpression(node: SyntaxNode, reader: SqlReader): Expression {
  const { start, end, rule } = node;
  switch (rule) {
    case "functionCallExpression":
      return readCall(node, reader);
    case "groupWindowFunction":
      return readGroupWindow(node, reader);
    case "timeIntervalExpression":
      return { kind: "interval", ms: intervalMs(reader.textOf(node)), start, end };
    case "queryStatement":
      return { kind: "query", query: reader.query(node), start, end };
    case "uid":
    case "uidAllowEmpty":
    case "identifier":
      return readName(node, reader);
    case "token":
      return { kind: node.word === "*" ? "star" : "literal", start, end };
    case "tableAllColumns":
      return { kind: "star", start, end };
    default:
      return readParts(node, reader);
  }
}

/** Parts that say what is done rather than to what. */
const grammatical = new Set(["columnType", "comparisonOperator", "setQuantifier"]);

function readParts(node: SyntaxNode, reader: SqlReader): Expression {
  const { start, end, children } = node;
  const [only, ...others] = children;
  if (only !== undefined && others.length === 0) return readExpression(only, reader);
  const [open, inner, close] = children;
  if (open?.word === "(" && close?.word === ")" && inner !== undefined && children.length === 3)
    return readExpression(inner, reader);
  if (
    children.at(-1)?.word === "*" &&
    children.every(({ word, rule }) => rule === "uid" || ".*".includes(word))
  )
    return { kind: "star", start, end };
  const parts = children.flatMap(predicateParts);
  const operator = parts.flatMap(operatorWords).join(" ");
  const operands = parts.filter(({ rule }) => rule !== "token" && !grammatical.has(rule));
  return {
    kind: "operation",
    operator,
    // What EXTRACT takes out of a time is no column.
    operands: (operator === "EXTRACT FROM" ? operands.slice(1) : operands).map((part) =>
      readExpression(part, reader),
    ),
    start,
    end,
  };
}

/** A predicate's operands stand beside the value that it is about. */
function predicateParts(part: SyntaxNode): readonly SyntaxNode[] {
  const isPredicate = part.rule === "predicate" || part.rule === "likePredicate";
  return isPredicate ? part.children.flatMap(predicateParts) : [part];
}

function operatorWords(part: SyntaxNode): readonly string[] {
  if (part.rule === "comparisonOperator") return [wordsOf(part).join("")];
  return part.rule === "token" && !"(,)".includes(part.word) ? [part.word] : [];
}

function readName(node: SyntaxNode, reader: SqlReader): Expression {
  const { start, end } = node;
  const isLiteral = /^['\d]/.test(reader.textOf(node));
  return isLiteral
    ? { kind: "literal", start, end }
    : { kind: "column", path: readPath(node, reader), start, end };
}

/** The names between the dots. */
export function readPath(node: SyntaxNode, reader: SqlReader): readonly Name[] {
  const parts = node.rule === "identifier" ? [node] : outermost(node, "identifier");
  return parts.map((part) => reader.nameOf(part));
}

function readCall(node: SyntaxNode, reader: SqlReader): Expression {
  const [name, ...rest] = node.children;
  if (name === undefined || name.rule === "functionNameAndParams") {
    const interval = childOf(name, "timeIntervalExpression");
    return interval === undefined
      ? { kind: "literal", start: node.start, end: node.end }
      : readExpression(interval, reader);
  }
  // The grammar has arguments of JSON functions that are nothing at all.
  const args = rest.filter(({ rule, start, end }) => rule === "functionParam" && end > start);
  return makeCall(node, reader, {
    name: reader.textOf(name).toUpperCase(),
    args: args.map((arg) => readExpression(arg, reader)),
    isDistinct: wordsOf(childOf(node, "setQuantifier") ?? node).includes("DISTINCT"),
  });
}

/** `TUMBLE(ts, INTERVAL '1' MINUTE)` behind GROUP BY has a rule of its own. */
function readGroupWindow(node: SyntaxNode, reader: SqlReader): Expression {
  const args = [...childrenOf(node, "timeAttrColumn"), ...childrenOf(node, "timeIntervalExpression")];
  return makeCall(node, reader, {
    name: reader.textOf(node.children[0] ?? node).toUpperCase(),
    args: args.map((arg) => readExpression(arg, reader)),
    isDistinct: false,
  });
}

/** The grammar takes the `f (x)` of a SELECT's list for a column with an alias in brackets. */
export function readBareCall(node: SyntaxNode, reader: SqlReader): FunctionCall | undefined {
  const [name, value] = node.children;
  if (name === undefined || value?.rule !== "expression" || node.children.length !== 2) return undefined;
  if (!reader.textOf(value).startsWith("(")) return undefined;
  const facts = {
    name: reader.textOf(name).toUpperCase(),
    args: [readExpression(value, reader)],
    isDistinct: false,
  };
  return makeCall(node, reader, facts);
}

function makeCall(
  { start, end }: SyntaxNode,
  reader: SqlReader,
  facts: Pick<FunctionCall, "name" | "args" | "isDistinct">,
): FunctionCall {
  const filter = reader.hidden("filter", end);
  const over = readOver(end, reader);
  return {
    kind: "call",
    start,
    end,
    ...facts,
    ...(filter === undefined
      ? {}
      : { filter: readExpression(reader.parseTokens("expression", filter.from, filter.to), reader) }),
    ...(over === undefined ? {} : { over }),
  };
}

function readOver(callEnd: number, reader: SqlReader): OverWindow | undefined {
  const part = reader.hidden("over", callEnd);
  if (part === undefined) return undefined;
  const { tokens } = reader;
  const first = tokens.at(part.from - 1);
  const place = { start: first?.start ?? callEnd, end: tokens.at(part.to - 1)?.end ?? callEnd };
  const words = new Set(tokens.all.slice(part.from, part.to).map(({ word }) => word));
  return {
    ...place,
    isNamed: tokens.word(part.from - 1) === "OVER",
    isTimeBounded: words.has("RANGE") && words.has("INTERVAL"),
    partitionBy: readList(reader, part, "PARTITION"),
    orderBy: readList(reader, part, "ORDER"),
  };
}

const clauseEnds = new Set(["ORDER", "ROWS", "RANGE"]);
const orderings = new Set(["ASC", "DESC", "NULLS"]);

/** The values behind `PARTITION BY` or `ORDER BY`, without what they are ordered by. */
function readList(
  reader: SqlReader,
  { from, to }: { readonly from: number; readonly to: number },
  clause: "PARTITION" | "ORDER",
): readonly Expression[] {
  const { tokens } = reader;
  const parent = tokens.parentOf(from);
  const direct = Array.from({ length: to - from }, (_, index) => from + index).filter(
    (index) => tokens.parentOf(index) === parent,
  );
  const begin = direct.find((index) => tokens.word(index) === clause && tokens.word(index + 1) === "BY");
  if (begin === undefined) return [];
  const end = direct.find((index) => index > begin && clauseEnds.has(tokens.word(index))) ?? to;
  const commas = direct.filter((index) => index > begin && index < end && tokens.word(index) === ",");
  const starts = [begin + 2, ...commas.map((index) => index + 1)];
  return starts.map((start, index) => {
    const bound = commas[index] ?? end;
    const ordering = direct.find((each) => each > start && each < bound && orderings.has(tokens.word(each)));
    return readExpression(reader.parseTokens("expression", start, ordering ?? bound), reader);
  });
}

const unitMs: Readonly<Record<string, number>> = {
  DAY: 86_400_000,
  HOUR: 3_600_000,
  MINUTE: 60_000,
  SECOND: 1000,
};

function intervalMs(text: string): number | undefined {
  const match = /^INTERVAL\s*'?(\d+(?:\.\d+)?)'?\s*(DAY|HOUR|MINUTE|SECOND)S?(?:\s*\(\d+\))?$/i.exec(
    text.trim(),
  );
  const unit = unitMs[(match?.[2] ?? "").toUpperCase()];
  return match === null || unit === undefined ? undefined : Number(match[1]) * unit;
}
