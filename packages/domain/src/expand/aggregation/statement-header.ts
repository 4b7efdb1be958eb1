import type { Aggregation, AggregationForm } from "./aggregation.ts";
import { durationWords } from "./duration-text.ts";
import { rankColumn } from "./result-columns.ts";
import { wrapped } from "./wrap-text.ts";
import { windowIdentity, windowWords } from "./window-sql.ts";

const lineLength = 116;

/** What a reader wants to know before the SQL: question, input, output, window, late rows, state. */
export function statementHeader(
  aggregation: Aggregation,
  form: AggregationForm,
  result: string,
): readonly string[] {
  return [
    ...comment("", question(aggregation)),
    ...comment("input:     ", inputText(aggregation)),
    ...comment("output:    ", outputText(aggregation, form, result)),
    ...comment("window:    ", windowText(aggregation, form)),
    ...(form === "final"
      ? comment(
          "watermark: ",
          "the newest event time less watermark delay and grace, so a window closes when its grace ends",
        )
      : []),
    ...comment("late rows: ", lateText(aggregation, form)),
    ...comment("state:     ", stateText(aggregation, form)),
    ...(aggregation.measures.some((measure) => measure.function === "last")
      ? comment(
          "last:      ",
          "cut from the greatest text of event time, digits that sort like the number, and value",
        )
      : []),
  ];
}

/** The columns that no two rows of a result share. */
export function identityOf({ window, groups, top }: Aggregation): readonly string[] {
  const columns = groups.map(({ columnName }) => columnName);
  return [windowIdentity(window), ...(top === undefined ? columns : [...top.per, rankColumn])];
}

function question({ name, input, groups, measures }: Aggregation): string {
  const doc = input.doc?.replaceAll(/\s+/g, " ").trim() ?? "";
  // A comment that begins with @ would be a setting.
  if (doc !== "") return doc.startsWith("@") ? `${name}: ${doc}` : doc;
  const what = measures.map((measure) => measure.name).join(", ");
  const by = groups.length === 0 ? "" : ` for each ${groups.map(({ columnName }) => columnName).join(", ")}`;
  return `What is ${what} of ${input.from}${by} in each window?`;
}

function inputText({ source, input }: Aggregation): string {
  return `${source.name} (append)${input.where === undefined ? "" : ", of which some rows"}`;
}

function outputText(aggregation: Aggregation, form: AggregationForm, result: string): string {
  const { top, groups } = aggregation;
  const identity = identityOf(aggregation).join(", ");
  if (form === "provisional")
    return `${result} (upsert by ${identity}): provisional, corrected while the grace lasts`;
  if (top !== undefined)
    return `${result} (append): at most ${top.n} rows a window${top.per.length === 0 ? "" : ` and ${top.per.join(", ")}`}, when the grace is over`;
  const group = groups.map(({ columnName }) => columnName).join(", ");
  return `${result} (append): one row a window${group === "" ? "" : ` and ${group}`}, when the grace is over`;
}

function windowText({ window }: Aggregation, form: AggregationForm): string {
  const words = windowWords(window);
  if (form === "final") return words;
  const bound = window.kind === "cumulating" ? "end" : "start";
  return `${words}; grouped by its ${bound} alone, so that every row corrects the result at once`;
}

function lateText({ source, window }: Aggregation, form: AggregationForm): string {
  const { graceMs } = source;
  const grace = `the grace of ${durationWords(graceMs)}`;
  if (window.kind === "session")
    return `those that touch a session that is still open${graceMs === 0 ? "" : `, for ${grace},`} lengthen it; others are not counted`;
  if (graceMs === 0) return "rows whose window the watermark has passed are not counted";
  return form === "final"
    ? `beyond ${grace} they are not counted`
    : `correct their window within ${grace}; beyond it they are not counted`;
}

function stateText({ top, window }: Aggregation, form: AggregationForm): string {
  const kept = `the measures of each ${window.kind === "session" ? "session" : "window"} and group`;
  const ranks = top === undefined ? "" : ", and the order of the groups";
  if (form === "final") return `${kept}${ranks}, until the window closes`;
  return `${kept}${ranks}, as long as the domain's state_ttl says after the last row`;
}

/** A labelled comment, wrapped under its text. */
function comment(label: string, text: string): readonly string[] {
  const lines = wrapped(text, lineLength - label.length - 3);
  return lines.map((line, index) => `-- ${index === 0 ? label : " ".repeat(label.length)}${line}`);
}
