import { EventEmitter, once } from "node:events";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { compileDomain, loadDomainFolder } from "@millrace/domain";
import { applyPlan, instanceLayout, platformTarget, preparePlan } from "@millrace/engines";
import type { JobManager } from "@millrace/flink";
import { type DevEvent, DevLoop, DevSession, startWorkbenchFlink, watchFiles } from "@millrace/workbench";
import { makeBenchInstance, resolveEngines } from "./bench-instance.ts";
import { PageViewClone } from "./page-view-clone.ts";
import { progress } from "./progress.ts";
import { freePorts, StartedPlatform } from "./started-platform.ts";

const lookEveryMs = 50;
const startTimeoutMs = 60_000;

/** One save, in milliseconds. */
export interface SaveMeasurement {
  /** From the file's writing until all tasks of the changed statement run. */
  readonly runningMs: number;
  /** Until it has completed a checkpoint of its own, which is when `apply` calls it done. */
  readonly totalMs: number;
  /** Lint, test, diff, apply. */
  readonly stepMs: Readonly<Record<string, number>>;
}

/**
 * Saves stateless changes one after the other in a watched clone of a platform that runs with every engine and connector.
 * @throws Error when a save is not applied
 */
export async function measureSaves(saves: number): Promise<readonly SaveMeasurement[]> {
  await resolveEngines();
  using instance = makeBenchInstance();
  using clone = new PageViewClone();
  const { home, java, stage } = instance.config;
  const { ports, env } = await freePorts();
  progress("starting the whole platform");
  await using _platform = await StartedPlatform.start(instance, env);
  const address = (engine: string, port: string) => `127.0.0.1:${ports[engine]?.[port]}`;
  const target = platformTarget(address, instanceLayout(instance.root));
  await using flink = await startWorkbenchFlink({ home: join(home), java });
  await using session = new DevSession({
    root: clone.root,
    stage,
    flink,
    prepareApply: async () => {
      const plan = compileDomain(loadDomainFolder(clone.root, "page-views"), { stage });
      const statements = await preparePlan(target, plan);
      return {
        run: async () => {
          await applyPlan(target, plan, { statements });
          return { isWell: true, text: "" };
        },
        [Symbol.asyncDispose]: () => statements[Symbol.asyncDispose](),
      };
    },
  });
  await session.warmUp(["page-views"], new AbortController().signal);
  return await saveAll(clone, session, target.statements.jobManager, saves);
}

async function saveAll(clone: PageViewClone, session: DevSession, jobs: JobManager, saves: number) {
  const bus = new EventEmitter<{ readonly ended: [DevEvent] }>();
  let stepMs: Record<string, number> = {};
  const loop = new DevLoop({
    steps: session.steps,
    onEvent: (event) => {
      if (event.type === "step-done") stepMs[event.step] = event.afterMs;
      if (event.type === "step-done" && !event.outcome.isWell) progress(event.outcome.text);
      if (event.type === "round-done") bus.emit("ended", event);
    },
  });
  await using _watching = await watchFiles(clone.root, ["sql", "connectors"], (files) => loop.saved(files));
  const measured: SaveMeasurement[] = [];
  for (let save = 1; save <= saves; save++) {
    stepMs = {};
    const known = new Set((await jobs.jobs()).map(({ id }) => id));
    const begin = performance.now();
    const ended = once(bus, "ended");
    clone.saveStatelessChange(save);
    const looking = new AbortController();
    const running = untilNewJobRuns(jobs, known, looking.signal).then(() => performance.now() - begin);
    const [event] = (await ended) as [DevEvent];
    if (event.type !== "round-done" || !event.isWell) looking.abort();
    if (event.type !== "round-done" || !event.isWell) throw new Error(`save ${save} was not applied`);
    measured.push({ runningMs: await running, totalMs: performance.now() - begin, stepMs });
    progress(`save ${save}: running after ${((performance.now() - begin) / 1000).toFixed(1)} s`);
  }
  return measured;
}

async function untilNewJobRuns(
  jobs: JobManager,
  known: ReadonlySet<string>,
  signal: AbortSignal,
): Promise<void> {
  while (!signal.aborted) {
    const job = (await jobs.jobs()).find(({ id }) => !known.has(id));
    if (job !== undefined) {
      await jobs.waitUntilRunning(job.id, { timeoutMs: startTimeoutMs });
      return;
    }
    await delay(lookEveryMs);
  }
}
