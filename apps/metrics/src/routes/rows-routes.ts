import { onlyGet, sendProblem } from "@millrace/http";
import { Router } from "express";
import { Parameters } from "../query/parameters.ts";
import { parseQuery } from "../query/parse-query.ts";
import { readPage } from "../query/rows-reader.ts";
import { invalidQuery, mayRead, notFound, type ReadingOptions, searchOf } from "./reading.ts";
import { sendRows } from "./send-rows.ts";

/** `GET /api/rows/<domain>/<table>`: rows of a table, as they are or grouped. */
export function rowsRoutes(options: ReadingOptions): Router {
  const { served, database, freshness, clock = Date.now } = options;
  const router = Router();
  const guard = mayRead(options, ({ domain }) => String(domain));
  onlyGet(router)("/api/rows/:domain/:table", guard, async (request, response) => {
    const { catalog } = served;
    const [domain, name] = [String(request.params["domain"]), String(request.params["table"])];
    const table = catalog.table(domain, name);
    if (table === undefined) {
      const { detail, suggestion } = catalog.noTable(domain, name);
      return sendProblem(response, notFound(detail, suggestion && `/api/rows/${suggestion}`));
    }
    const finalTable = catalog.finalOf(table);
    const asked = { table, ...(finalTable === undefined ? {} : { finalTable }) };
    const readAt = new Date(clock());
    const parsed = parseQuery(new Parameters(searchOf(request.originalUrl)), asked, readAt.getTime());
    if (!parsed.ok) return sendProblem(response, invalidQuery(parsed.problems));
    const page = await readPage(database, parsed);
    const lags = freshness.lags(domain);
    await sendRows(request, response, { table, page, lags, readAt }, parsed.format);
  });
  return router;
}
