import type { ProblemAnswer } from "../http/problem.ts";

/** What the query of a POST may say. */
export interface PostQuery {
  /** Whether events are only checked. */
  readonly isDryRun: boolean;
}

const nothing: PostQuery = { isDryRun: false };
const dryRun: PostQuery = { isDryRun: true };

/** Reads the query of a URL; what is not known is a problem, as a mistaken `dry_run` would publish. */
export function postQuery(url: string): PostQuery | ProblemAnswer {
  const start = url.indexOf("?");
  if (start < 0) return nothing;
  const query = url.slice(start + 1);
  if (query === "") return nothing;
  if (query === "dry_run=true") return dryRun;
  return parse(query);
}

function parse(query: string): PostQuery | ProblemAnswer {
  let found = nothing;
  for (const [name, value] of new URLSearchParams(query)) {
    if (name !== "dry_run")
      return invalid(`There is no parameter ${shown(name)}, expected dry_run=true or none.`);
    if (value !== "true") return invalid(`dry_run is ${shown(value)}, expected true, or no such parameter.`);
    if (found === dryRun) return invalid("dry_run is given twice, expected it once.");
    found = dryRun;
  }
  return found;
}

function invalid(detail: string): ProblemAnswer {
  return { status: 400, code: "INVALID_QUERY", title: "Invalid query", detail };
}

function shown(text: string): string {
  return JSON.stringify(text.slice(0, 80));
}
