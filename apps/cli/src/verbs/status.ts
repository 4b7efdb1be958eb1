import type { Command } from "commander";
import {
  connectorStates,
  identityOf,
  isRunning,
  residentMemoryBytes,
  type RunRecord,
} from "@millrace/engines";
import { JobManager } from "@millrace/flink";
import { type CliConfig, readCliConfig } from "../config.ts";
import { type DashboardStatus, dashboardStatus, formatDashboard } from "../dashboard-status.ts";
import { chooseDomains } from "../domain-choice.ts";
import type { DomainFlag } from "../domain-option.ts";
import { exitCodes } from "../exit-codes.ts";
import { localRecord } from "../instance.ts";
import { localPlan } from "../local-platform.ts";
import { formatSpool, type SpoolStatus, spoolStatus } from "../spool-status.ts";

/** What runs, as far as can be told from outside. */
export interface Status {
  readonly phase: RunRecord["phase"] | "crashed" | "not running";
  readonly supervisor?: number;
  readonly startedAt?: string;
  /** The chosen domains, and those that were not. */
  readonly domains?: readonly string[];
  readonly leftOut?: readonly string[];
  readonly engines: readonly EngineStatus[];
  readonly statements: readonly { readonly name: string; readonly state: string }[];
  readonly connectors: readonly { readonly name: string; readonly state: string }[];
  /** What the publisher keeps on its disk until Kafka takes it; absent while there is nothing. */
  readonly spool?: SpoolStatus;
  /** Absent while the stack does not run. */
  readonly dashboard?: DashboardStatus;
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
  const [statements, connectors, spool, dashboard] = await Promise.all([
    jobStates(`http://127.0.0.1:${record.ports["flink-jobmanager"]?.rest}`),
    connectorStates(`http://127.0.0.1:${record.ports.connect?.rest}`, AbortSignal.timeout(2_000)).catch(
      () => [],
    ),
    spoolStatus(`http://127.0.0.1:${record.ports.publisher?.http}`),
    dashboardStatus(`http://127.0.0.1:${record.ports.metrics?.http}`),
  ]);
  return {
    phase: isRunning(record.supervisor) ? record.phase : "crashed",
    supervisor: record.supervisor.pid,
    startedAt: record.startedAt,
    engines,
    statements,
    connectors,
    ...(spool === undefined ? {} : { spool }),
    dashboard,
  };
}

/**
 * A status with what was chosen to run, or with that of some domains alone.
 * @param domain the option as it was typed: what others have is left out
 * @throws NoDomainError, UnknownDomainError, ChosenDomainsGoneError, DomainInvalidError
 */
export function withDomains(found: Status, config: CliConfig, domain?: string): Status {
  const { domains, leftOut } = chooseDomains(config);
  if (domain === undefined) return { ...found, domains, leftOut };
  const wanted = localPlan(config, chooseDomains(config, domain).domains);
  const jobs = wanted.statements.map(({ name }) => new RegExp(`^${name}-[0-9a-f]{12}$`));
  const connectors = new Set(wanted.connectors.map(({ name }) => name));
  return {
    ...found,
    domains,
    leftOut,
    statements: found.statements.filter(({ name }) => jobs.some((job) => job.test(name))),
    connectors: found.connectors.filter(({ name }) => connectors.has(name)),
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
    ...domainLines(found),
    ...found.statements.map(({ name, state }) => `  statement ${name}: ${state}`),
    ...found.connectors.map(({ name, state }) => `  connector ${name}: ${state}`),
    ...(found.spool === undefined ? [] : [`  ${formatSpool(found.spool)}`]),
    ...(found.dashboard === undefined ? [] : [`  ${formatDashboard(found.dashboard)}`]),
  ];
  return [heading, ...engines, `  ${Math.round(total / 1024 / 1024)} MiB in all`, ...parts].join("\n");
}

function domainLines({ domains = [], leftOut = [] }: Status): readonly string[] {
  if (domains.length === 0) return [];
  const others = leftOut.length === 0 ? "" : `; left out: ${leftOut.join(", ")}`;
  return [`  domains: ${domains.join(", ")}${others}`];
}

/** `millrace status [--domain <names>]` */
export function registerStatus(program: Command): void {
  program
    .command("status")
    .description("show what runs: engines with memory and ports, statements, connectors, the dashboard")
    .option("--domain <names>", "show the statements and connectors of these domains alone")
    .option("--json", "print the status as JSON")
    .action(async (options: { readonly json?: boolean } & DomainFlag) => {
      const config = readCliConfig();
      const running = await status(localRecord(config));
      const found = running.phase === "not running" ? running : withDomains(running, config, options.domain);
      process.stdout.write(`${options.json === true ? JSON.stringify(found) : formatStatus(found)}\n`);
      if (found.phase === "not running" || found.phase === "crashed") process.exitCode = exitCodes.notRunning;
    });
}

async function jobStates(url: string) {
  const signal = AbortSignal.timeout(2_000);
  const jobs = await new JobManager({ url }).jobs({ signal }).catch(() => []);
  return jobs.map(({ name, state }) => ({ name, state }));
}
