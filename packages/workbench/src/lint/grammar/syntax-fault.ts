import { describeFound } from "@millrace/common";

/** Text that is not Flink SQL: where it stops being so, and what would have gone on. */
export class SyntaxFault extends Error {
  readonly start: number;
  readonly end: number;
  /** `"FORM"`, `the end of the statement`. */
  readonly found: string;
  readonly expected: string;
  /** What to do, where a word was probably misspelt. */
  readonly hint: string | undefined;

  constructor(facts: {
    start: number;
    end: number;
    found: string;
    expected: string;
    hint?: string | undefined;
  }) {
    super(`found ${facts.found}, expected ${facts.expected}`);
    this.name = "SyntaxFault";
    this.start = facts.start;
    this.end = facts.end;
    this.found = facts.found;
    this.expected = facts.expected;
    this.hint = facts.hint;
  }
}

/** What the text at a place is called in a message. */
export function describeText(text: string): string {
  return text === "" ? "the end of the statement" : describeFound(text);
}

/** Words that go on with an operand; a person does not wait for them one by one. */
const operators = new Set(
  "DIV,IS,OR,AND,NOT,BETWEEN,IN,EXISTS,RLIKE,LIKE,SIMILAR,SIMILAR TO,OVER".split(","),
);

/** The order in which clauses are told. */
const clauses =
  `SELECT,VALUES,TABLE,BY,SET,ON,USING,FROM,JOIN,WHERE,GROUP BY,HAVING,WINDOW,ORDER BY,LIMIT,UNION`.split(
    /,\s*/,
  );

/** More than so many words help nobody. */
const mostWords = 4;

/**
 * What can stand at a place, as a person reads it: two hundred keywords become "an expression", or the few clauses that
 * can follow.
 * @param keywords all keywords that the grammar takes there
 * @param takesName whether it takes a name as well
 */
export function describeExpected(keywords: readonly string[], takesName: boolean): string {
  if (keywords.includes("CASE")) return "an expression";
  const words = keywords.filter((word) => !operators.has(word));
  const known = clauses.filter((clause) => words.includes(clause));
  const told = known.length > 0 ? known : words;
  const parts = [
    ...(takesName && known.length === 0 ? ["a name"] : []),
    ...told.slice(0, mostWords),
    ...(told.length > mostWords ? ["another clause"] : []),
  ];
  return parts.length === 0 ? "a comma, a bracket or an operator" : parts.join(" or ");
}

/** The keyword that a word probably stands for; undefined where none is near. */
export function nearKeyword(word: string, keywords: readonly string[]): string | undefined {
  return keywords
    .flatMap((keyword) => keyword.split(" "))
    .find((keyword) => keyword.length > 2 && keyword !== word && isNear(word, keyword));
}

/** Whether letters changed places, or one is missing, too many or another. */
function isNear(word: string, keyword: string): boolean {
  if (word.split("").sort().join("") === keyword.split("").sort().join("")) return true;
  const [short, long] = word.length < keyword.length ? [word, keyword] : [keyword, word];
  if (long.length - short.length > 1) return false;
  const at = short.split("").findIndex((letter, index) => letter !== long[index]);
  const from = at === -1 ? short.length : at;
  return short.slice(short.length === long.length ? from + 1 : from) === long.slice(from + 1);
}

const structure = new Set(
  `ALL AND AS BETWEEN BY CASE CROSS DISTINCT ELSE END EXCEPT EXISTS FALSE FROM FULL GROUP HAVING IN INNER INSERT INTERSECT
  INTERVAL INTO IS JOIN LEFT LIKE LIMIT NOT NULL ON OR ORDER OUTER OVER PARTITION RIGHT SELECT TABLE THEN TRUE UNION USING
  VALUES WHEN WHERE WITH`.split(/\s+/),
);

/** Whether a word holds a statement together, so that nobody meant it as a name. */
export function isStructural(word: string): boolean {
  return structure.has(word.toUpperCase());
}
