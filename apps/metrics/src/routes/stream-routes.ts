import { onlyGet, sendProblem } from "@millrace/http";
import { type RequestHandler, Router } from "express";
import { Parameters } from "../query/parameters.ts";
import { readPage } from "../query/rows-reader.ts";
import { invalidQuery, mayRead, notFound, type ReadingOptions, searchOf } from "./reading.ts";
import { sendRows } from "./send-rows.ts";
import { latestOfStreams, minutesOfStreams, type StreamQuery, topStreams } from "./stream-queries.ts";

const domain = "live-streams";
const name = "stream_metrics_minute";

/**
 * The metrics of live streams under names of their own: `GET /metrics`, `GET /metrics/latest`, `GET /streams/top`. 404 where
 * the domain does not run.
 */
export function streamRoutes(options: ReadingOptions): Router {
  const router = Router();
  const get = onlyGet(router);
  const guard = mayRead(options, () => domain);
  get("/metrics", guard, answer(options, minutesOfStreams));
  get("/metrics/latest", guard, answer(options, latestOfStreams));
  get("/streams/top", guard, answer(options, topStreams));
  return router;
}

function answer(
  { served, database, freshness, clock = Date.now }: ReadingOptions,
  read: StreamQuery,
): RequestHandler {
  return async (request, response) => {
    const { catalog } = served;
    const table = catalog.table(domain, name);
    if (table === undefined) return sendProblem(response, notFound(notRunning(request.path)));
    const finalTable = catalog.finalOf(table);
    const asked = { table, ...(finalTable === undefined ? {} : { finalTable }) };
    const readAt = new Date(clock());
    const parsed = read(new Parameters(searchOf(request.originalUrl)), asked, readAt.getTime());
    if (!parsed.ok) return sendProblem(response, invalidQuery(parsed.problems));
    const page = await readPage(database, parsed);
    await sendRows(request, response, { table, page, lags: freshness.lags(domain), readAt });
  };
}

function notRunning(path: string): string {
  return (
    `${path} answers ${name} of the domain ${domain}, which does not run here. GET /api/catalog says what does; ` +
    `Prometheus' metrics of this service are at /actuator/prometheus.`
  );
}
