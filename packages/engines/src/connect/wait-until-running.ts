import { setTimeout as sleep } from "node:timers/promises";
import type { ConnectClient, ConnectorPart, ConnectorStatus } from "./connect-client.ts";
import { ConnectorFailedError, ConnectorsNotRunningError } from "./connect-errors.ts";

export interface WaitUntilRunningOptions {
  /** Those that ran, or had failed, and are started anew: what Connect tells of them may still be from before. */
  readonly restarted?: readonly string[];
  /** Default 60,000. */
  readonly timeoutMs?: number;
  readonly signal?: AbortSignal;
  /** Waits between two looks. Default: a timer. */
  readonly delay?: (ms: number, signal?: AbortSignal) => Promise<void>;
}

const lookEveryMs = 200;
/** A state is believed when it was seen this often in a row: right after a change Connect still tells the old one. */
const looksInARow = 3;
/** A restart that takes less than this between two looks is never seen; after so long it is taken to be over. */
const lookForRestartEveryMs = 50;
const restartUnseenMs = 10_000;

/**
 * Waits until connectors and all their tasks run.
 *
 * @throws ConnectorFailedError as soon as one stays failed, ConnectorsNotRunningError when the time is up
 */
export async function waitUntilRunning(
  client: ConnectClient,
  names: readonly string[],
  { restarted = [], timeoutMs = 60_000, signal, delay = timer }: WaitUntilRunningOptions = {},
): Promise<void> {
  const unseen = new Set(restarted);
  let last = "";
  let looks = 0;
  let states: Record<string, string> = {};
  for (let waitedMs = 0, everyMs = lookEveryMs; waitedMs <= timeoutMs; waitedMs += everyMs) {
    const statuses = await client.statuses(signal === undefined ? {} : { signal });
    const wanted = names.map((name) => statuses[name]);
    states = Object.fromEntries(names.map((name) => [name, describeState(statuses[name])]));
    const seen = JSON.stringify(states);
    looks = seen === last ? looks + 1 : 1;
    last = seen;
    for (const name of names) if (isInMotion(statuses[name])) unseen.delete(name);
    const isOld = unseen.size > 0 && waitedMs < restartUnseenMs;
    everyMs = isOld ? lookForRestartEveryMs : lookEveryMs;
    if (looks >= looksInARow && !isOld) {
      for (const status of wanted) throwIfFailed(status);
      if (wanted.every(isRunning)) return;
    }
    await delay(everyMs, signal);
  }
  throw new ConnectorsNotRunningError(timeoutMs, states);
}

/** The last `Caused by` of a Java stack trace, without its frames: what really went wrong. */
export function innermostCause(trace: string): string {
  const messages = trace.split("\n").filter((line) => !/^\s+(at |\.\.\. )/.test(line) && line.trim() !== "");
  const last = messages.findLastIndex((line) => line.startsWith("Caused by: "));
  return messages
    .slice(Math.max(last, 0))
    .join(" ")
    .replace(/^Caused by: /, "")
    .trim();
}

/** `RUNNING, tasks RUNNING RUNNING`; `absent` where there is no such connector. */
export function describeState(status: ConnectorStatus | undefined): string {
  if (status === undefined) return "absent";
  const tasks = status.tasks.map(({ state }) => state).join(" ");
  return `${status.connector.state}, ${tasks === "" ? "no tasks" : `tasks ${tasks}`}`;
}

function isRunning(status: ConnectorStatus | undefined): boolean {
  if (status === undefined || status.tasks.length === 0) return false;
  return [status.connector, ...status.tasks].every(({ state }) => state === "RUNNING");
}

/** Whether a start is under way: some part neither runs nor has failed, or there is none yet. */
function isInMotion(status: ConnectorStatus | undefined): boolean {
  if (status === undefined || status.tasks.length === 0) return true;
  return [status.connector, ...status.tasks].some(({ state }) => state !== "RUNNING" && state !== "FAILED");
}

function throwIfFailed(status: ConnectorStatus | undefined): void {
  const failure = failureOf(status);
  if (status !== undefined && failure !== undefined) throw new ConnectorFailedError(status.name, failure);
}

/** Why the first failed part of a connector failed; undefined where none has. */
export function failureOf(
  status: ConnectorStatus | undefined,
): { readonly task?: number; readonly reason: string; readonly trace: string } | undefined {
  if (status === undefined) return undefined;
  const parts: readonly (ConnectorPart & { readonly id?: number })[] = [status.connector, ...status.tasks];
  const failed = parts.find(({ state }) => state === "FAILED");
  if (failed === undefined) return undefined;
  const trace = failed.trace ?? "";
  return {
    ...(failed.id === undefined ? {} : { task: failed.id }),
    reason: innermostCause(trace) || "Connect gives no reason",
    trace,
  };
}

async function timer(ms: number, signal?: AbortSignal): Promise<void> {
  await sleep(ms, undefined, signal === undefined ? {} : { signal });
}
