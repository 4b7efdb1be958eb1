import { isReserved, readableName } from "../../sql/reserved-words.ts";
import { type Token, tokenize, nameOf } from "../../sql/lexer.ts";
import type { Aggregation, AggregationForm } from "./aggregation.ts";
import { durationIso } from "./duration-text.ts";
import { measureResultSql, measureSql } from "./measure-sql.ts";
import { resultColumns } from "./result-columns.ts";
import { statementHeader } from "./statement-header.ts";
import { wrapped } from "./wrap-text.ts";
import { windowBounds, type WindowCall, windowFunction, windowIdentity, windowKey } from "./window-sql.ts";

/** A named step of a WITH clause. */
interface Step {
  readonly name: string;
  readonly lines: readonly string[];
}

/** The statement that fills one result of an aggregation, as a file that a user could have written. */
export function statementText(aggregation: Aggregation, form: AggregationForm, result: string): string {
  const columns = resultColumns(aggregation).map(readableName);
  const steps = new Steps(aggregation, form);
  return [
    ...statementHeader(aggregation, form, result),
    ...insertLines(result, columns),
    ...steps.lines(),
    "",
  ].join("\n");
}

const lineLength = 118;

function insertLines(result: string, columns: readonly string[]): readonly string[] {
  const head = `INSERT INTO ${readableName(result)} (`;
  const line = `${head}${columns.join(", ")})`;
  if (line.length <= lineLength) return [line];
  return [head, ...wrapped(columns.join(", "), lineLength - 2).map((each) => `  ${each}`), ")"];
}

/** Lays an aggregation out in as few steps as it needs, each with one thing to do. */
class Steps {
  readonly #aggregation: Aggregation;
  readonly #form: AggregationForm;
  readonly #constants: readonly string[];

  constructor(aggregation: Aggregation, form: AggregationForm) {
    this.#aggregation = aggregation;
    this.#form = form;
    this.#constants = [
      `'${durationIso(aggregation.window.sizeMs)}' AS aggregate_interval`,
      `${form === "final" ? "TRUE" : "FALSE"} AS is_final`,
    ];
  }

  lines(): readonly string[] {
    const { having: kept, top, measures } = this.#aggregation;
    const chosen = this.#chosen();
    const cutsValues = measures.some((measure) => measureResultSql(measure) !== undefined);
    const isRead = kept !== undefined || top !== undefined;
    const steps = chosen === undefined ? [] : [chosen];
    if (!isRead && !cutsValues) return withSteps(steps, this.#grouped(chosen, this.#constants));
    const grouped = isRead && cutsValues ? "gathered" : "measured";
    steps.push({ name: grouped, lines: this.#grouped(chosen, []) });
    if (!isRead) return withSteps(steps, this.#select(this.#cutColumns(), grouped));
    if (cutsValues) steps.push({ name: "measured", lines: select(this.#cutColumns(), [`FROM ${grouped}`]) });
    const having = kept === undefined ? [] : [`WHERE (${kept})`];
    if (top === undefined) return withSteps(steps, this.#select(this.#passed(), "measured", having));
    steps.push({ name: "ranked", lines: select(this.#rankedColumns(), ["FROM measured", ...having]) });
    return withSteps(steps, this.#select(this.#passed(), "ranked", [`WHERE rank_number <= ${top.n}`]));
  }

  /** What rows sessions are made of: which rows count decides where a session ends. */
  #chosen(): Step | undefined {
    const { source, groups, window, input, measures } = this.#aggregation;
    const conditions = this.#conditions();
    const isPlain = groups.every(({ sql, columnName }) => sql === readableName(columnName));
    if (window.kind !== "session" || (conditions.length === 0 && isPlain)) return undefined;
    const used = new Set([
      source.timeColumn,
      ...measures.flatMap(({ value, where }) => [...wordsOf(value?.sql), ...wordsOf(where)]),
    ]);
    const named = new Set(groups.map(({ columnName }) => columnName));
    const read = Object.values(source.columns).filter(({ name }) => used.has(name) && !named.has(name));
    const columns = [...groups.map(aliased), ...read.map(({ name }) => readableName(name))];
    return {
      name: input.from === "chosen" ? "chosen_rows" : "chosen",
      lines: select(columns, [`FROM ${readableName(source.name)}`, ...whereLines(conditions)]),
    };
  }

  /** One row a window and group. */
  #grouped(chosen: Step | undefined, constants: readonly string[]): readonly string[] {
    const { source, window, groups, measures } = this.#aggregation;
    const isSession = window.kind === "session";
    const bounds = windowBounds(window, this.#form);
    const names = groups.map(({ columnName }) => readableName(columnName));
    const call = windowFunction(window, {
      table: chosen?.name ?? source.name,
      timeColumn: source.timeColumn,
      groups: groups.map(({ columnName }) => columnName),
    });
    const time = readableName(source.timeColumn);
    // A session's end is not known before it has ended: its window function leaves out late rows itself.
    const conditions = isSession
      ? []
      : [`COALESCE(window_time > CURRENT_WATERMARK(${time}), TRUE)`, ...this.#conditions()];
    return select(
      [
        bounds.window_start,
        ...(chosen === undefined ? groups.map(aliased) : names),
        bounds.window_end,
        ...measures.map(
          (measure) => `${measureSql(measure, source.timeColumn)} AS ${readableName(measure.name)}`,
        ),
        ...constants,
      ],
      [
        ...fromLines(call),
        ...whereLines(conditions),
        `GROUP BY ${[...windowKey(window, this.#form), ...(chosen === undefined ? groups.map(({ sql }) => sql) : names)].join(", ")}`,
      ],
    );
  }

  #conditions(): readonly string[] {
    const { groups, where } = this.#aggregation;
    return [
      ...groups.filter(({ isOfSomeTypes }) => isOfSomeTypes).map(({ sql }) => `${sql} IS NOT NULL`),
      ...(where === undefined ? [] : [`(${where})`]),
    ];
  }

  #select(columns: readonly string[], from: string, conditions: readonly string[] = []): readonly string[] {
    return select([...columns, ...this.#constants], [`FROM ${from}`, ...conditions]);
  }

  /** The columns of the result that earlier steps have made. */
  #passed(): readonly string[] {
    const { top } = this.#aggregation;
    return [
      ...this.#identity(),
      ...(top === undefined ? [] : ["rank_number"]),
      "window_end",
      ...this.#measured(),
    ];
  }

  #cutColumns(): readonly string[] {
    const { measures } = this.#aggregation;
    return [
      ...this.#identity(),
      "window_end",
      ...measures.map((measure) => {
        const cut = measureResultSql(measure);
        const name = readableName(measure.name);
        return cut === undefined ? name : `${cut} AS ${name}`;
      }),
    ];
  }

  #rankedColumns(): readonly string[] {
    const { top, groups, window } = this.#aggregation;
    const per = top?.per ?? [];
    const windows = this.#form === "final" ? ["window_start", "window_end"] : [windowIdentity(window)];
    const partition = [...windows, ...per.map(readableName)].join(", ");
    const others = groups.map(({ columnName }) => columnName).filter((name) => !per.includes(name));
    // Of equal groups the first by name, so that the same rows always have the same ranks.
    const order = [`${readableName(top?.by ?? "")} DESC`, ...others.map(readableName)].join(", ");
    return [
      ...this.#identity(),
      "window_end",
      ...this.#measured(),
      `ROW_NUMBER() OVER (PARTITION BY ${partition} ORDER BY ${order}) AS rank_number`,
    ];
  }

  #identity(): readonly string[] {
    return ["window_start", ...this.#aggregation.groups.map(({ columnName }) => readableName(columnName))];
  }

  #measured(): readonly string[] {
    return this.#aggregation.measures.map(({ name }) => readableName(name));
  }
}

function withSteps(steps: readonly Step[], body: readonly string[]): readonly string[] {
  if (steps.length === 0) return body;
  const texts = steps.map(({ name, lines }) => [`${name} AS (`, ...indented(lines), ")"].join("\n"));
  return [`WITH ${texts.join(",\n")}`, ...body];
}

function select(columns: readonly string[], rest: readonly string[]): readonly string[] {
  const lines = columns.flatMap((column, index) =>
    `${column}${index === columns.length - 1 ? "" : ","}`.split("\n"),
  );
  return ["SELECT", ...indented(lines), ...rest];
}

function indented(lines: readonly string[]): readonly string[] {
  return lines.map((line) => `  ${line}`);
}

/** A window function that is too long for a line has an argument on each. */
function fromLines({ name, args }: WindowCall): readonly string[] {
  const line = `FROM TABLE(${name}(${args.join(", ")}))`;
  if (line.length <= lineLength) return [line];
  const lines = args.map((arg, index) => `${arg}${index === args.length - 1 ? "" : ","}`);
  return [`FROM TABLE(${name}(`, ...indented(lines), "))"];
}

function whereLines(conditions: readonly string[]): readonly string[] {
  return conditions.map((condition, index) => `${index === 0 ? "WHERE" : "  AND"} ${condition}`);
}

function aliased({ sql, columnName }: { readonly sql: string; readonly columnName: string }): string {
  const name = readableName(columnName);
  return sql === name ? sql : `${sql} AS ${name}`;
}

/** Every name that an expression says. */
function wordsOf(sql: string | undefined): readonly string[] {
  if (sql === undefined) return [];
  return tokenize(sql).tokens.filter(isNameLike).map(nameOf);
}

function isNameLike({ kind, text }: Token): boolean {
  return kind === "quoted" || (kind === "word" && !isReserved(text));
}
