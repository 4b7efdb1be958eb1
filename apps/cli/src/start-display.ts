import type { ArtifactProgress, Change, Engine } from "@millrace/engines";
import { applySteps, type ApplyStep } from "@millrace/engines";
import { Listr, type ListrTask, ListrLogger, ProcessOutput } from "listr2";
import type { StartEvent } from "./start-event.ts";

interface Row {
  readonly setTitle: (title: string) => void;
  readonly skip: (reason: string) => void;
}

interface Pending {
  readonly title: string;
  readonly finished: PromiseWithResolvers;
  row?: Row;
}

interface PromiseWithResolvers {
  readonly promise: Promise<void>;
  readonly resolve: () => void;
}

const stepTitles: Readonly<Record<ApplyStep, string>> = {
  topics: "Topics",
  schemas: "Schemas",
  buckets: "Buckets",
  tables: "Database tables",
  statements: "Flink statements",
  connectors: "Connectors",
};

/** Shows a start as a list of tasks on standard error: each engine and each part of the plan as it comes. */
export class StartDisplay {
  readonly #pending = new Map<string, Pending>();
  readonly #list: Listr;
  #running: Promise<unknown> | undefined;

  constructor(services: readonly Pick<Engine, "name" | "title">[]) {
    const engines = services.map(({ name, title }) => this.#task(`engine:${name}`, title));
    const steps = applySteps.map((step) => this.#task(`step:${step}`, stepTitles[step]));
    const output = new ProcessOutput(process.stderr, process.stderr);
    this.#list = new Listr(
      [
        this.#task("artifacts", "Engine artifacts"),
        ...engines,
        ...steps,
        this.#task("results", "First results"),
        this.#task("dashboard", "Rows on the dashboard"),
      ],
      {
        concurrent: true,
        renderer: process.stderr.isTTY ? "default" : "simple",
        fallbackRenderer: "simple",
        rendererOptions: { logger: new ListrLogger({ processOutput: output }) },
        exitOnError: false,
        registerSignalListeners: false,
      } as ConstructorParameters<typeof Listr>[1],
    );
  }

  /** Shows one event. */
  handle(event: StartEvent): void {
    if (event.type === "failed" || event.type === "up") return;
    this.#running ??= this.#list.run().catch(() => undefined);
    switch (event.type) {
      case "artifacts":
        return this.#artifacts(event.progress);
      case "engine-ready":
        return this.#finish(`engine:${event.engine}`, `ready in ${seconds(event.afterMs)}`);
      case "step-done":
        return this.#finish(`step:${event.step}`, summary(event.changes));
      case "results":
        return this.#finish("results", "committed");
      case "dashboard":
        return this.#finish("dashboard", event.hasRows ? "there" : "not yet");
      default:
    }
  }

  /** Lets the list end: what was not reached by now is shown as such. */
  async end(): Promise<void> {
    for (const { title, row, finished } of this.#pending.values()) {
      row?.skip(`${title}  not reached`);
      finished.resolve();
    }
    await this.#running;
  }

  #task(key: string, title: string): ListrTask {
    const pending: Pending = { title, finished: withResolvers() };
    this.#pending.set(key, pending);
    return {
      title,
      task: (_context, task) => {
        pending.row = {
          setTitle: (text) => {
            task.title = text;
          },
          skip: (reason) => task.skip(reason),
        };
        return pending.finished.promise;
      },
    };
  }

  #finish(key: string, detail: string): void {
    const pending = this.#pending.get(key);
    if (pending === undefined) return;
    pending.row?.setTitle(`${pending.title}  ${detail}`);
    pending.finished.resolve();
    this.#pending.delete(key);
  }

  #artifacts(progress: ArtifactProgress): void {
    const pending = this.#pending.get("artifacts");
    if (progress.type === "unchanged")
      return this.#finish("artifacts", `${progress.files} files, resolved before`);
    if (progress.type === "resolved") {
      const mebibytes = Math.round(progress.sizeBytes / 1024 / 1024);
      return this.#finish("artifacts", `${progress.files} files, ${mebibytes} MiB resolved and verified`);
    }
    pending?.row?.setTitle(`${pending.title}  ${describeArtifacts(progress)}`);
  }
}

/** One line about artifacts that are being resolved. */
export function describeArtifacts(progress: ArtifactProgress): string {
  switch (progress.type) {
    case "corrupt":
      return `${progress.path} is corrupt (${progress.reason}): resolving it again`;
    case "waiting":
      return `process ${progress.pid} is resolving them: waiting`;
    case "resolving":
      return `${progress.downloadedFiles} files downloaded of about ${progress.files}: ${progress.current}`;
    case "verifying":
      return `verifying ${progress.files} checksums`;
    case "unchanged":
      return "resolved before";
    case "resolved":
      return "resolved";
  }
}

function summary(changes: readonly Change[]): string {
  const counts = new Map<string, number>();
  for (const { action } of changes) counts.set(action, (counts.get(action) ?? 0) + 1);
  return [...counts].map(([action, count]) => `${count} ${action}`).join(", ") || "none";
}

function seconds(ms: number): string {
  return `${(ms / 1000).toFixed(1)} s`;
}

function withResolvers(): PromiseWithResolvers {
  let resolve: () => void = () => undefined;
  const promise = new Promise<void>((onResolve) => {
    resolve = onResolve;
  });
  return { promise, resolve };
}
