import { z } from "zod";
import { askJson } from "./ask-json.ts";
import type { PartStatus } from "./report.ts";

/** How a statement's job is. */
export interface JobFacts {
  readonly status: PartStatus;
  readonly detail?: string;
  readonly lastCheckpointAtMs?: number;
  readonly checkpointMs?: number;
}

const overview = z.object({
  jobs: z.array(
    z.object({
      jid: z.string(),
      name: z.string(),
      state: z.string(),
      "start-time": z.number(),
      tasks: z.object({ total: z.number(), running: z.number(), finished: z.number() }),
    }),
  ),
});

const checkpoints = z.object({
  latest: z
    .object({
      completed: z.object({ latest_ack_timestamp: z.number(), end_to_end_duration: z.number() }).nullish(),
    })
    .nullish(),
});

type Job = z.output<typeof overview>["jobs"][number];

/**
 * Asks Flink for the jobs of some statements, by the statement's name.
 * @param url of Flink's REST interface
 * @throws where Flink does not answer
 */
export async function readJobs(
  url: string,
  names: readonly string[],
  timeoutMs: number,
): Promise<ReadonlyMap<string, JobFacts>> {
  const base = url.replace(/\/+$/, "");
  const { jobs } = await askJson(`${base}/jobs/overview`, overview, timeoutMs);
  const facts = names.map(async (name) => {
    const job = presentJob(name, jobs);
    if (job?.state !== "RUNNING") return [name, statusOf(name, job)] as const;
    const { latest } = await askJson(`${base}/jobs/${job.jid}/checkpoints`, checkpoints, timeoutMs);
    return [name, { ...statusOf(name, job), ...checkpointFacts(latest?.completed) }] as const;
  });
  return new Map(await Promise.all(facts));
}

/** The job that runs, else the newest: a statement that was replaced leaves ended jobs of its name behind. */
function presentJob(name: string, jobs: readonly Job[]): Job | undefined {
  const own = jobs
    .filter((job) => job.name.startsWith(`${name}-`) && /^[\da-f]{12}$/.test(job.name.slice(name.length + 1)))
    .toSorted((a, b) => b["start-time"] - a["start-time"]);
  return own.find(({ state }) => state === "RUNNING") ?? own[0];
}

/** Flink calls a job RUNNING while its tasks wait for slots. */
function statusOf(name: string, job: Job | undefined): JobFacts {
  if (job === undefined) return { status: "DOWN", detail: `${name} has no job` };
  if (job.state === "RESTARTING") return { status: "DEGRADED", detail: `${name} is RESTARTING` };
  if (job.state !== "RUNNING") return { status: "DOWN", detail: `${name} is ${job.state}` };
  const { total, running, finished } = job.tasks;
  if (running + finished >= total) return { status: "UP" };
  return { status: "DEGRADED", detail: `of ${name} ${running + finished} of ${total} tasks run` };
}

function checkpointFacts(
  completed:
    { readonly latest_ack_timestamp: number; readonly end_to_end_duration: number } | null | undefined,
): Partial<JobFacts> {
  if (completed === null || completed === undefined) return {};
  const { latest_ack_timestamp: lastCheckpointAtMs, end_to_end_duration: checkpointMs } = completed;
  return { lastCheckpointAtMs, checkpointMs };
}
