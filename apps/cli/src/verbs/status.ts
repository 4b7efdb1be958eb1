import type { Command } from "commander";
import {
  connectorStates,
  identityOf,
  isRunning,
  residentMemoryBytes,
  type RunRecord,
} from "@millrace/engines";
import { JobManager } from "@millrace/flink";
import { readCliConfig } from "../config.ts";
import { exitCodes } from "../exit-codes.ts";
import { localRecord } from "../instance.ts";

/** What runs, as far as can be told from outside. */
export interface Status {
  readonly phase: RunRecord["phase"] | "crashed" | "not running";
  readonly supervisor?: number;
  readonly startedAt?: string;
  readonly engines: readonly EngineStatus[];
  readonly statements: readonly { readonly name: string; readonly state: string }[];
  readonly connectors: readonly { readonly name: string; readonly state: string }[];
}

/** One engine of a running stack. */
export interface EngineStatus {
  readonly name: string;
  readonly state: "running" | "gone";
  readonly pid: number;
  readonly memoryBytes: number;
  readonly ports: Readonly<Record<string, number>>;
}

/** Looks at the stack: its processes, its jobs, its connectors. */
export async function status(record: RunRecord | undefined): Promise<Status> {
  if (record === undefined) return { phase: "not running", engines: [], statements: [], connectors: [] };
  const engines = Object.entries(record.engines).map(([name, identity]): EngineStatus => {
    const isUp = identityOf(identity.pid)?.startedAt === identity.startedAt;
    return {
      name,
      state: isUp ? "running" : "gone",
      pid: identity.pid,
      memoryBytes: isUp ? residentMemoryBytes(identity.pid) : 0,
      ports: record.ports[name] ?? {},
    };
  });
  const [statements, connectors] = await Promise.all([
    jobStates(`http://127.0.0.1:${record.ports["flink-jobmanager"]?.rest}`),
    connectorStates(`http://127.0.0.1:${record.ports.connect?.rest}`, AbortSignal.timeout(2_000)).catch(
      () => [],
    ),
  ]);
  return {
    phase: isRunning(record.supervisor) ? record.phase : "crashed",
    supervisor: record.supervisor.pid,
    startedAt: record.startedAt,
    engines,
    statements,
    connectors,
  };
}

/** The status as lines for a terminal. */
export function formatStatus(found: Status): string {
  if (found.phase === "not running") return 'The stack is not running. Start it with "npm start".';
  const heading =
    found.phase === "crashed"
      ? `The supervisor (process ${found.supervisor}) is gone; "npm start" or "npm run down" cleans up.`
      : `The stack is ${found.phase} under process ${found.supervisor} since ${found.startedAt}.`;
  const engines = found.engines.map(({ name, state, pid, memoryBytes, ports }) => {
    const listed = Object.entries(ports)
      .map(([port, number]) => `${port} ${number}`)
      .join(", ");
    const memory = `${Math.round(memoryBytes / 1024 / 1024)} MiB`;
    return `  ${name.padEnd(18)} ${state.padEnd(8)} ${String(pid).padStart(7)} ${memory.padStart(9)}  ${listed}`;
  });
  const total = found.engines.reduce((sum, { memoryBytes }) => sum + memoryBytes, 0);
  const parts = [
    ...found.statements.map(({ name, state }) => `  statement ${name}: ${state}`),
    ...found.connectors.map(({ name, state }) => `  connector ${name}: ${state}`),
  ];
  return [heading, ...engines, `  ${Math.round(total / 1024 / 1024)} MiB in all`, ...parts].join("\n");
}

/** `millrace status` */
export function registerStatus(program: Command): void {
  program
    .command("status")
    .description("show what runs: engines with memory and ports, statements, connectors")
    .option("--json", "print the status as JSON")
    .action(async (options: { json?: boolean }) => {
      const found = await status(localRecord(readCliConfig()));
      process.stdout.write(`${options.json === true ? JSON.stringify(found) : formatStatus(found)}\n`);
      if (found.phase === "not running" || found.phase === "crashed") process.exitCode = exitCodes.notRunning;
    });
}

async function jobStates(url: string) {
  const signal = AbortSignal.timeout(2_000);
  const jobs = await new JobManager({ url }).jobs({ signal }).catch(() => []);
  return jobs.map(({ name, state }) => ({ name, state }));
}
