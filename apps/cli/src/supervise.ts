import { existsSync } from "node:fs";
import { join } from "node:path";
import { resolveArtifacts, type RunningPlatform } from "@millrace/engines";
import type { CliConfig } from "./config.ts";
import { type DomainChoice, rememberDomains } from "./domain-choice.ts";
import { firstResults, formatResults, hasSamples, type TableRows } from "./first-results.ts";
import { untilRows } from "./first-rows.ts";
import { localInstance } from "./instance.ts";
import { keepStore } from "./keep-store.ts";
import { localPlatform } from "./local-platform.ts";
import { metricsName } from "./metrics-service.ts";
import type { StartEvent } from "./start-event.ts";

const firstResultsTimeoutMs = 60_000;
const laterResultsTimeoutMs = 5_000;
const rowsTimeoutMs = 20_000;

/**
 * Brings the platform up in this process, with the chosen domains, which are remembered: artifacts, engines, plan, first
 * results. Stops what it had started when it fails or `signal` aborts on the way; the store is kept until `signal` aborts.
 *
 * @throws the error of what failed
 */
export async function bringUp(
  config: CliConfig,
  choice: DomainChoice,
  { onEvent, signal }: { readonly onEvent: (event: StartEvent) => void; readonly signal: AbortSignal },
): Promise<RunningPlatform> {
  // Compiled first: what is wrong with a domain is said before anything is downloaded or started.
  const configured = localPlatform(config, choice, onEvent);
  await resolveArtifacts({
    artifactsDir: join(config.home, "artifacts"),
    onProgress: (progress) => onEvent({ type: "artifacts", progress }),
  });
  signal.throwIfAborted();
  const isFirstStart = !existsSync(join(localInstance(config).root, "data", "kafka", "log"));
  const platform = await configured.start();
  rememberDomains(config, choice);
  const failed = new AbortController();
  void keepStore(platform, { onEvent, signal: AbortSignal.any([signal, failed.signal]) });
  try {
    const shown = showResults(platform, config, { isFirstStart, onEvent, signal });
    await untilAborted(Promise.all([platform.ready(), shown]), signal);
    return platform;
  } catch (error) {
    failed.abort();
    await platform.stop();
    throw error;
  }
}

/** Tells the first results as soon as the statements of samples run: other statements and connectors may still be starting. */
async function showResults(
  platform: RunningPlatform,
  config: CliConfig,
  options: {
    readonly isFirstStart: boolean;
    readonly onEvent: (event: StartEvent) => void;
    readonly signal: AbortSignal;
  },
): Promise<void> {
  const { isFirstStart, onEvent, signal } = options;
  const noneToCome = config.sampleEvents === 0 || !hasSamples(platform.plan);
  await (noneToCome ? platform.step("statements") : platform.firstStatementsRun());
  const source = {
    bootstrapServers: platform.bindings["kafka.bootstrap_servers"] as string,
    registryUrl: platform.bindings["registry.ccompat_url"] as string,
  };
  const until = noneToCome ? "none" : isFirstStart ? "every" : "any";
  const timeoutMs = isFirstStart ? firstResultsTimeoutMs : laterResultsTimeoutMs;
  const results = await firstResults(platform.plan, source, { until, timeoutMs, signal });
  onEvent({ type: "results", text: formatResults(results) });
  await showRows(platform, results, options);
}

/** Tells when the dashboard shows the results: they come to it by a connector, which may still be starting. */
async function showRows(
  platform: RunningPlatform,
  results: readonly TableRows[],
  { onEvent, signal }: Pick<Parameters<typeof showResults>[2], "onEvent" | "signal">,
): Promise<void> {
  const tables = platform.plan.served.filter(({ name }) => results.some(({ table }) => table === name));
  if (tables.length > 0) await platform.step("connectors");
  const url = `http://${platform.stack.address(metricsName, "http")}`;
  const isThere = await untilRows(url, tables, { timeoutMs: rowsTimeoutMs, signal });
  onEvent({ type: "dashboard", hasRows: tables.length > 0 && isThere });
}

function untilAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const abort = () => reject(signal.reason as Error);
    signal.addEventListener("abort", abort, { once: true });
    work.then(resolve, reject).finally(() => signal.removeEventListener("abort", abort));
  });
}
