import express from "express";
import pg from "pg";

/**
 * The peer: what one writes in an afternoon. A query is a text with the parameters in it, the pool is as it comes, and an
 * answer has the rows and nothing else: no finality, no lags, no checks, no cursor.
 */
const pool = new pg.Pool({ connectionString: String(process.env["DATABASE_URL"]) });
const app = express();
const text = (value: unknown, fallback: string) => (typeof value === "string" ? value : fallback);

app.get("/health/ready", (_request, response) => void response.json({ status: "UP" }));

app.get("/metrics/latest", async (_request, response) => {
  const { rows } = await pool.query(
    "SELECT DISTINCT ON (stream_id) * FROM stream_metrics_minute WHERE window_start >= now() - interval '60 minutes' ORDER BY stream_id, window_start DESC",
  );
  response.json({ rows });
});

app.get(["/metrics", "/api/rows/live-streams/stream_metrics_minute"], async ({ query }, response) => {
  const stream = query["stream_id"] === undefined ? "" : `AND stream_id = '${text(query["stream_id"], "")}'`;
  const { rows } = await pool.query(
    `SELECT * FROM stream_metrics_minute WHERE window_start >= now() - interval '${text(query["minutes"], "60")} minutes' ${stream} ` +
      `ORDER BY window_start ${query["order"] === undefined ? "DESC" : "ASC"} LIMIT ${text(query["limit"], "100")}`,
  );
  response.json({ rows });
});

app.get("/streams/top", async ({ query }, response) => {
  const by = text(query["by"], "chat_messages");
  const { rows } = await pool.query(
    `SELECT stream_id, sum(${by}) AS ${by} FROM stream_metrics_minute WHERE window_start >= now() - interval '${text(query["minutes"], "60")} minutes' ` +
      `GROUP BY stream_id ORDER BY 2 DESC LIMIT ${text(query["n"], "10")}`,
  );
  response.json({ rows });
});

app.listen(Number(process.env["PORT"]), "127.0.0.1");
