import type { JobState } from "@millrace/flink";
import { valueOf } from "../reading.ts";
import { utc } from "../show/time-text.ts";
import type { FindingCode, Rule } from "../finding.ts";
import type { JobFacts } from "../facts.ts";

const ended: ReadonlySet<JobState> = new Set(["FAILED", "CANCELED", "FINISHED"]);

/** A job that does not run writes nothing. */
export const jobState: Rule = ({ name, jobId, job }) => {
  const facts = valueOf(job);
  if (facts === undefined || facts.state === "RUNNING") return [];
  const cause = lastCause(facts);
  const finding = (code: FindingCode, sentence: string, advice: string) => [
    {
      code,
      severity: "error" as const,
      subject: name,
      sentence: `${sentence}${cause}`,
      advice,
      facts: { jobId, state: facts.state, failures: facts.failures },
    },
  ];
  if (facts.state === undefined) {
    return finding(
      "job-missing",
      `${name}: the JobManager knows no job ${jobId}, so nothing computes it.`,
      'Start it again from its last state: "npm run down", then "npm start".',
    );
  }
  if (ended.has(facts.state)) {
    return finding(
      "job-ended",
      `${name}: job ${jobId} is ${facts.state}, so nothing computes it.`,
      'Remove the cause, then start it again from its last state: "npm run down", then "npm start".',
    );
  }
  return finding(
    "job-not-running",
    `${name}: job ${jobId} is ${facts.state}.`,
    "Flink starts it again by itself; when the same cause comes back every time, remove the cause.",
  );
};

/** The reason of the newest failure as a sentence of its own; nothing where there is none. */
export function lastCause({ failures, restarts }: JobFacts): string {
  const [latest] = failures;
  if (latest === undefined) return "";
  const times = restarts > 0 ? ` It was restarted ${restarts} time${restarts === 1 ? "" : "s"}.` : "";
  const where = latest.task === undefined ? "" : ` in ${latest.task}`;
  return `${times} Last failure, at ${utc(latest.at)}${where}: ${oneLine(latest.cause)}`;
}

function oneLine(text: string): string {
  const line = text.replaceAll(/\s+/g, " ").trim();
  return line.length > 300 ? `${line.slice(0, 299)}…` : line;
}
