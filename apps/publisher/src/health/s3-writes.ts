import type { Pipeline } from "../catalog/pipeline.ts";

/** Where the numbers are, and what the tables are that they are of. */
export interface S3WritesOptions {
  /** Kafka Connect's REST address: `http://127.0.0.1:8083`; its worker shows them at `/metrics`. */
  readonly url: string;
  readonly archives: () => Pipeline["archives"];
  /** How long a scrape waits for them, in milliseconds. Default 500. */
  readonly timeoutMs?: number;
}

const sample = /^(s3_[a-z_]+)\{([^}]*)\} (\S+)$/;
const comment = /^# (HELP|TYPE) s3_[a-z_]+ /;
const tableLabel = /(?:^|,)table="([^"]*)"/;

/**
 * `s3_writes_total`, `s3_errors_total` and `s3_write_duration_seconds` of the archive, tagged raw, aggregate or late. Kafka
 * Connect writes the archive, so they are asked of its worker at each scrape, in bounded time; `s3_metrics_up` says whether
 * it answered.
 */
export function s3WriteMetrics({ url, archives, timeoutMs = 500 }: S3WritesOptions): () => Promise<string> {
  const address = `${url.replace(/\/+$/, "")}/metrics`;
  return async () => {
    const text = await read(address, timeoutMs);
    const types = new Map(archives().map(({ table, type }) => [table, type]));
    const lines = (text ?? "").split("\n").flatMap((line) => tagged(line, types));
    return [
      "# HELP s3_metrics_up 1 when Kafka Connect, which writes the archive, has told its numbers",
      "# TYPE s3_metrics_up gauge",
      `s3_metrics_up ${text === undefined ? 0 : 1}`,
      ...lines,
      "",
    ].join("\n");
  };
}

/** Undefined where nobody answers in time, or something else answers. */
async function read(address: string, timeoutMs: number): Promise<string | undefined> {
  try {
    const response = await fetch(address, { signal: AbortSignal.timeout(timeoutMs) });
    const text = await response.text();
    return response.ok ? text : undefined;
  } catch {
    return undefined;
  }
}

/** What is no metric of S3 does not get among ours. */
function tagged(line: string, types: ReadonlyMap<string, string>): readonly string[] {
  if (comment.test(line)) return [line];
  const [, name, labels = "", value] = sample.exec(line) ?? [];
  if (name === undefined || !Number.isFinite(Number(value))) return [];
  const type = types.get(tableLabel.exec(labels)?.[1] ?? "") ?? "other";
  return [`${name}{type="${type}",${labels}} ${value}`];
}
