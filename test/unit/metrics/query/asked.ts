import { Parameters } from "../../../../apps/metrics/src/query/parameters.ts";
import { type ParsedQuery, parseQuery } from "../../../../apps/metrics/src/query/parse-query.ts";
import { type RowsStatement, rowsStatement } from "../../../../apps/metrics/src/query/statement.ts";
import { planOf, servedTable } from "../../../helpers/served-tables.ts";

/** When the queries of tests are asked. */
export const nowMs = Date.UTC(2026, 0, 15, 12);

/** What a URL asks of a table. @param path `<domain>/<table>?<parameters>` */
export function ask(path: string): ParsedQuery {
  const [place = "", search = ""] = path.split("?");
  const [domain = "", name = ""] = place.split("/");
  const table = servedTable(domain, name);
  const finalTable = planOf(domain).served.find((each) => each.name === table.finalTable);
  return parseQuery(
    new Parameters(search),
    { table, ...(finalTable === undefined ? {} : { finalTable }) },
    nowMs,
  );
}

/** The statement of what a URL asks. */
export function statementOf(path: string): RowsStatement {
  const asked = ask(path);
  if (!asked.ok) throw new Error(`found problems: ${JSON.stringify(asked.problems)}`);
  return rowsStatement(asked.query);
}

/** What is wrong with what a URL asks, as `<parameter>: <expected>`. */
export function problemsOf(path: string): readonly string[] {
  const asked = ask(path);
  return asked.ok ? [] : asked.problems.map(({ parameter, expected }) => `${parameter}: ${expected}`);
}
