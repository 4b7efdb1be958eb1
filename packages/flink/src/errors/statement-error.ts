import { describeCause, type FlinkCause, innermostCause } from "./error-chain.ts";
import { FlinkStatementError } from "./statement-errors.ts";
import { findSqlPosition, type LocateSql, type SqlPosition, showSqlPosition } from "./sql-position.ts";

const UNKNOWN: FlinkCause = { className: "", message: "no reason given" };

/** Builds the error of a failed statement: innermost cause, place in the SQL, then the wider causes. */
export function statementError(facts: {
  readonly sql: string;
  readonly chain: readonly FlinkCause[];
  readonly statement?: string | undefined;
  readonly locate?: LocateSql | undefined;
  readonly cause?: unknown;
}): FlinkStatementError {
  const rootCause = innermostCause(facts.chain) ?? UNKNOWN;
  const found = findSqlPosition(facts.chain);
  const position = found && (facts.locate?.(found) ?? found);
  const message = [
    `${describeCause(rootCause)}${advice(rootCause)}`,
    ...(found && position ? [`  at ${where(position)}`, showSqlPosition(facts.sql, found, position)] : []),
    ...(found ? [] : [`  in: ${oneLine(facts.sql)}`]),
    ...widerCauses(facts.chain, rootCause).map((cause) => `  ${cause}`),
  ];
  return new FlinkStatementError({
    ...facts,
    message: message.filter((line) => line !== "").join("\n"),
    rootCause,
    position,
  });
}

function where({ file, line, column }: SqlPosition): string {
  return file === undefined ? `line ${line}, column ${column}` : `${file}:${line}:${column}`;
}

/** What to do about the refusals whose words do not say it. */
function advice({ message }: FlinkCause): string {
  if (message === "only single statement supported") {
    return " (send one statement at a time, or wrap INSERTs in EXECUTE STATEMENT SET BEGIN … END)";
  }
  if (message === "Non-query expression encountered in illegal context") {
    return " (this usually means that the first keyword of the statement is misspelt)";
  }
  return "";
}

/** The causes around the innermost one that add words of their own. */
function widerCauses(chain: readonly FlinkCause[], root: FlinkCause): readonly string[] {
  const seen = [root.message];
  const wider: string[] = [];
  for (const { message } of chain.toReversed()) {
    const firstLine = oneLine(message.split("\n")[0] ?? "");
    if (firstLine === "" || seen.some((known) => message.includes(known) || known.includes(firstLine)))
      continue;
    seen.push(firstLine);
    wider.push(`while: ${firstLine}`);
  }
  return wider.filter((line) => !MECHANICS.test(line));
}

/** Layers of the gateway that every failure passes. */
const MECHANICS =
  /while: (?:Failed to (?:fetchResults|execute (?:the operation|statement)|fetch (?:next|job execution) result|configure session)|Error while retrieving result|Job (?:execution )?failed)/;

function oneLine(sql: string): string {
  const text = sql.replace(/\s+/g, " ").trim();
  return text.length > 120 ? `${text.slice(0, 119)}…` : text;
}
