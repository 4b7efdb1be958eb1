import { valueOf } from "../reading.ts";
import type { Rule } from "../finding.ts";
import { lastCause } from "./job-state.ts";

const recentMs = 10 * 60_000;
const loopMs = 2 * 60_000;
const loopFailures = 3;

/** A job that runs now, but failed a short while ago: windows wait while it recovers. */
export const jobRestarts: Rule = ({ name, jobId, job, now }) => {
  const facts = valueOf(job);
  const [latest] = facts?.failures ?? [];
  if (facts?.state !== "RUNNING" || latest === undefined || now - latest.at > recentMs) return [];
  const isLoop = facts.failures.filter(({ at }) => now - at < loopMs).length >= loopFailures;
  return [
    {
      code: "job-restarts",
      severity: isLoop ? "error" : "warning",
      subject: name,
      sentence: `${name}: job ${jobId} runs, but ${isLoop ? "fails again and again" : "has failed a short while ago"}.${lastCause(facts)}`,
      advice: isLoop
        ? "Nothing gets past this failure: remove its cause."
        : "It goes on from its last checkpoint and has lost nothing.",
      facts: { jobId, restarts: facts.restarts, failures: facts.failures },
    },
  ];
};
