import { anonymous, cover, type GrammarGap, type TextEdit } from "./gap.ts";
import type { TokenList } from "./token.ts";

/** What Flink reads and dt-sql-parser 4 does not; each is to go as soon as the grammar learns it. */
export const grammarGaps: readonly GrammarGap[] = [
  {
    sentence: "An aggregate may be filtered: COUNT(*) FILTER (WHERE …).",
    bridge: (tokens, index) => {
      if (tokens.word(index) !== "FILTER" || tokens.word(index + 2) !== "WHERE") return undefined;
      const close = tokens.partnerOf(index + 1);
      const call = tokens.at(index - 1);
      if (close === undefined || call?.word !== ")") return undefined;
      return {
        edits: [cover(tokens, index, close + 1)],
        part: { kind: "filter", key: call.end, from: index + 3, to: close },
      };
    },
  },
  {
    sentence: "A call over a window may stand anywhere in an expression, and needs no alias.",
    bridge: (tokens, index) => {
      if (tokens.word(index) !== "OVER" || tokens.word(index - 1) !== ")") return undefined;
      const close = tokens.word(index + 1) === "(" ? tokens.partnerOf(index + 1) : index + 1;
      if (close === undefined) return undefined;
      const isNamed = close === index + 1;
      return {
        edits: [cover(tokens, index, close + 1)],
        part: {
          kind: "over",
          key: tokens.at(callEndBefore(tokens, index))?.end ?? 0,
          from: isNamed ? close : index + 2,
          to: isNamed ? close + 1 : close,
        },
      };
    },
  },
  {
    sentence:
      "Every table function may stand in FROM, with an alias: TABLE(SESSION(…)) AS s, my_function(…).",
    bridge: (tokens, index) => {
      const name = tableFunctionAt(tokens, index);
      const close = name === undefined ? undefined : tokens.partnerOf(name + 1);
      const first = tokens.at(index);
      if (name === undefined || close === undefined || first === undefined) return undefined;
      const end = name === index ? close : close + 1;
      return {
        edits: [cover(tokens, index, end + 1, "_t")],
        part: { kind: "table-function", key: first.start, from: name, to: close + 1 },
      };
    },
  },
  {
    sentence: "FLOOR and CEIL round to a unit: FLOOR(ts TO MINUTE).",
    bridge: (tokens, index) => {
      if (!isCall(tokens, index, ["FLOOR", "CEIL", "CEILING"])) return undefined;
      const to = tokens.inside(index + 1).find((each) => tokens.word(each) === "TO");
      return to === undefined
        ? undefined
        : { edits: [cover(tokens, to, tokens.partnerOf(index + 1) ?? to + 1)] };
    },
  },
  {
    sentence: "TRY_CAST(x AS INT) is read like CAST.",
    bridge: (tokens, index) =>
      isCall(tokens, index, ["TRY_CAST"]) ? { edits: [cover(tokens, index, index + 1, "CAST")] } : undefined,
  },
  {
    sentence: "EXTRACT takes every unit: EXTRACT(HOUR FROM ts).",
    bridge: (tokens, index) => {
      const unit = tokens.at(index + 2);
      if (!isCall(tokens, index, ["EXTRACT"]) || unit === undefined) return undefined;
      return { edits: [anonymous(unit)] };
    },
  },
  {
    sentence: "SUBSTRING, TRIM and OVERLAY take words between their arguments.",
    bridge: (tokens, index) => {
      if (!isCall(tokens, index, ["SUBSTRING", "TRIM", "OVERLAY"])) return undefined;
      const edits = wordsToCommas(tokens, index + 1);
      return edits.length === 0 ? undefined : { edits };
    },
  },
  {
    sentence: "ARRAY[…] and MAP[…] make values.",
    bridge: (tokens, index) => {
      const close = tokens.partnerOf(index + 1);
      const isMade = ["ARRAY", "MAP"].includes(tokens.word(index)) && tokens.word(index + 1) === "[";
      if (!isMade || close === undefined) return undefined;
      return { edits: [cover(tokens, index + 1, index + 2, "("), cover(tokens, close, close + 1, ")")] };
    },
  },
  {
    sentence: "A field is taken of any value: items[1].price, f(x).y.",
    bridge: (tokens, index) => {
      const isField = tokens.word(index) === "." && [")", "]"].includes(tokens.word(index - 1));
      if (!isField) return undefined;
      let end = index;
      while (tokens.word(end) === ".") end += 2;
      return { edits: [cover(tokens, index, end)] };
    },
  },
  {
    sentence: "An interval's unit has a precision: INTERVAL '100' DAY(3).",
    bridge: (tokens, index) => {
      const isPrecision = tokens.word(index) === "(" && /^\d+$/.test(tokens.word(index + 1));
      const isUnit = units.has(tokens.word(index - 1));
      const before = tokens.word(index - 2);
      const close = tokens.partnerOf(index);
      if (!isPrecision || !isUnit || close === undefined || !(before === "TO" || before.startsWith("'")))
        return undefined;
      return { edits: [cover(tokens, index, close + 1)] };
    },
  },
  {
    sentence: "Several values make one row: VALUES (1, 'a'), (a, b) IN ((1, 2)).",
    bridge: (tokens, index) => {
      if (!beginsRow(tokens, index)) return undefined;
      const commas = tokens.inside(index).filter((each) => tokens.word(each) === ",");
      // Which values they are, no rule asks; added up they are as many columns and calls.
      return commas.length === 0
        ? undefined
        : { edits: commas.map((comma) => cover(tokens, comma, comma + 1, "+")) };
    },
  },
  {
    sentence: "IS JSON has an opposite: payload IS NOT JSON.",
    bridge: (tokens, index) => {
      const words = [index - 1, index, index + 1].map((each) => tokens.word(each)).join(" ");
      return words === "IS NOT JSON" ? { edits: [cover(tokens, index, index + 1)] } : undefined;
    },
  },
  {
    sentence: "UNNEST counts: UNNEST(items) WITH ORDINALITY.",
    bridge: (tokens, index) =>
      tokens.word(index) === "WITH" && tokens.word(index + 1) === "ORDINALITY"
        ? { edits: [cover(tokens, index, index + 2)] }
        : undefined,
  },
  {
    sentence: "Functions may have names that the grammar keeps for itself: CHAR_LENGTH(name).",
    bridge: (tokens, index) => {
      const token = tokens.at(index);
      if (token === undefined || !isCall(tokens, index, functionKeywords)) return undefined;
      return { edits: [anonymous(token)] };
    },
  },
  {
    sentence: "Columns may have names that Flink does not reserve: metadata, statistics.",
    bridge: (tokens, index) => {
      const token = tokens.at(index);
      return token === undefined || !isFreeWord(tokens, index) ? undefined : { edits: [anonymous(token)] };
    },
  },
];

const units = new Set(["YEAR", "MONTH", "DAY", "HOUR", "MINUTE", "SECOND"]);

const functionKeywords =
  `ARRAY_AGG CHAR_LENGTH CHARACTER_LENGTH CLASSIFIER CONVERT CORR COVAR_POP COVAR_SAMP DATE_DIFF
  DATE_TRUNC EVERY JSON MATCH_NUMBER NEXT NORMALIZE NTH_VALUE OCTET_LENGTH PERCENTILE_CONT
  PERCENTILE_DISC PREV REGR_COUNT SQRT TRANSLATE WIDTH_BUCKET`.split(/\s+/);

const freeWords = new Set(
  `ANALYZE ARRAY_AGG CHANGELOG_MODE COLUMNS COMPUTE DATE_DIFF DATETIME_DIFF DAYOFWEEK DAYOFYEAR ENFORCED ESTIMATED_COST
  FOLLOWING IF JSON JSON_EXECUTION_PLAN METADATA MORE OVERWRITE OVERWRITING PARTITIONED PARTITIONS STATISTICS UNBOUNDED
  VIRTUAL`.split(/\s+/),
);

/** Where some of them are the keywords that they look like: `BETWEEN 1 FOLLOWING`, `IS JSON`, `INSERT OVERWRITE`. */
const keywordUses =
  /^(?:(?:UNBOUNDED|\d+|YEAR|MONTH|DAY|HOUR|MINUTE|SECOND) FOLLOWING|(?:IS|NOT) JSON|INSERT OVERWRITE|\S* UNBOUNDED (?:PRECEDING|FOLLOWING)) /;

function isFreeWord(tokens: TokenList, index: number): boolean {
  const [before, word, behind] = [index - 1, index, index + 1].map((each) => tokens.word(each));
  return freeWords.has(word ?? "") && behind !== "(" && !keywordUses.test(`${before} ${word} ${behind} `);
}

function isCall(tokens: TokenList, index: number, names: readonly string[]): boolean {
  return names.includes(tokens.word(index)) && tokens.word(index + 1) === "(";
}

/** The closing bracket of the call that an OVER belongs to, a FILTER between them left out. */
function callEndBefore(tokens: TokenList, over: number): number {
  const open = tokens.partnerOf(over - 1) ?? over - 1;
  return tokens.word(open - 1) === "FILTER" ? open - 2 : over - 1;
}

const notFunctions = new Set(["SELECT", "WITH", "VALUES", "TABLE", "LATERAL", "UNNEST", "("]);
const wordyCalls = new Set(["EXTRACT", "TRIM", "SUBSTRING", "OVERLAY"]);

/** The index of a table function's name; undefined where none begins. */
function tableFunctionAt(tokens: TokenList, index: number): number | undefined {
  if (tokens.word(index) === "TABLE") {
    const isCall = tokens.word(index + 1) === "(" && tokens.word(index + 3) === "(";
    const isLateral = tokens.word(index - 1) === "LATERAL";
    return isCall && !isLateral && !notFunctions.has(tokens.word(index + 2)) ? index + 2 : undefined;
  }
  const follows = ["FROM", "JOIN"].includes(tokens.word(index - 1)) && tokens.word(index + 1) === "(";
  const isName = /^[A-Z_`]/.test(tokens.word(index)) && !notFunctions.has(tokens.word(index));
  const inWordyCall = wordyCalls.has(tokens.word(tokens.parentOf(index) - 1));
  return follows && isName && !inWordyCall ? index : undefined;
}

/** `TRIM(BOTH ' ' FROM x)`, `SUBSTRING(x FROM 1 FOR 2)`, `OVERLAY(x PLACING y FROM 1)` with commas. */
function wordsToCommas(tokens: TokenList, open: number): readonly TextEdit[] {
  const found: TextEdit[] = [];
  let isFirst = true;
  for (const index of tokens.inside(open)) {
    const word = tokens.word(index);
    if (["BOTH", "LEADING", "TRAILING"].includes(word)) found.push(cover(tokens, index, index + 1));
    else if (["FROM", "FOR", "PLACING"].includes(word)) {
      // Nothing stands between BOTH and FROM where blanks are trimmed.
      found.push(cover(tokens, index, index + 1, isFirst ? "" : ","));
    } else isFirst = false;
  }
  return found;
}

const rowOpeners = new Set("VALUES , ( SELECT WHERE HAVING ON AND OR NOT WHEN THEN ELSE = < >".split(" "));
const groupings = new Set(["SETS", "CUBE", "ROLLUP"]);

/** Whether a bracket holds values of a row, rather than arguments, columns, groups or a query. */
function beginsRow(tokens: TokenList, index: number): boolean {
  if (tokens.word(index) !== "(" || !rowOpeners.has(tokens.word(index - 1))) return false;
  if (["SELECT", "WITH", "VALUES"].includes(tokens.word(index + 1))) return false;
  return !groupings.has(tokens.word(tokens.parentOf(index) - 1));
}
