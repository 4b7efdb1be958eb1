import { z } from "zod";
import { type HealthCheck, UnhealthyError } from "@millrace/http";

/** Which jobs are looked for, and where. */
export interface StreamJobsOptions {
  /** Address of Flink's REST interface: `http://127.0.0.1:8082`. */
  readonly url: string;
  /** Names of the statements that are to run; a job is called `<name>-<12 hexadecimal digits>`. */
  readonly statements: () => readonly string[];
}

const overview = z.object({
  jobs: z.array(
    z.object({
      name: z.string(),
      state: z.string(),
      "start-time": z.number(),
      tasks: z.object({ total: z.number(), running: z.number(), finished: z.number() }),
    }),
  ),
});

type Job = z.output<typeof overview>["jobs"][number];

/** Asks Flink whether a job of every statement runs, with all its tasks. */
export function streamJobsCheck({ url, statements }: StreamJobsOptions): HealthCheck {
  const address = `${url.replace(/\/+$/, "")}/jobs/overview`;
  return async (signal) => {
    const jobs = await readJobs(address, signal);
    const wanted = statements();
    const faults = wanted.flatMap((name) => faultOf(name, presentJob(name, jobs)));
    const facts = { statements: wanted.length, running: wanted.length - faults.length };
    if (faults.length > 0) throw new UnhealthyError(faults.join("; "), facts);
    return facts;
  };
}

async function readJobs(address: string, signal: AbortSignal): Promise<readonly Job[]> {
  const response = await fetch(address, { signal }).catch((error: unknown) => {
    if (signal.aborted) throw error;
    throw new UnhealthyError(`Flink at ${address} cannot be reached (${reasonOf(error)})`);
  });
  const text = await response.text();
  if (!response.ok)
    throw new UnhealthyError(`Flink at ${address} answers ${response.status}: ${text.slice(0, 200)}`);
  const answer = overview.safeParse(parseJson(text));
  if (!answer.success)
    throw new UnhealthyError(`${address} is no list of Flink's jobs, it begins ${text.slice(0, 80)}`);
  return answer.data.jobs;
}

/** The job that runs, else the newest: a statement that was replaced or tried leaves ended jobs of its name behind. */
function presentJob(name: string, jobs: readonly Job[]): Job | undefined {
  const own = jobs
    .filter((job) => job.name.startsWith(`${name}-`) && isHash(job.name.slice(name.length + 1)))
    .toSorted((a, b) => b["start-time"] - a["start-time"]);
  return own.find(({ state }) => state === "RUNNING") ?? own[0];
}

function isHash(text: string): boolean {
  return /^[\da-f]{12}$/.test(text);
}

/** Flink calls a job RUNNING while its tasks wait for slots. */
function faultOf(name: string, job: Job | undefined): readonly string[] {
  if (job === undefined) return [`${name} has no job`];
  if (job.state !== "RUNNING") return [`${name} is ${job.state}`];
  const { total, running, finished } = job.tasks;
  if (running + finished < total) return [`of ${name} ${running + finished} of ${total} tasks run`];
  return [];
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function reasonOf(error: unknown): string {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  return cause instanceof Error ? cause.message : String(cause);
}
