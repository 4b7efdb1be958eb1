import type { Command } from "commander";
import { isRunning } from "@millrace/engines";
import { clickHouseNote } from "../clickhouse-note.ts";
import { type CliConfig, readCliConfig } from "../config.ts";
import { choiceNote, chooseDomains, type DomainChoice } from "../domain-choice.ts";
import { type DomainFlag, domainOption } from "../domain-option.ts";
import { type Endpoint, endpoints, formatEndpoints } from "../endpoints.ts";
import { exitCodes } from "../exit-codes.ts";
import { localRecord } from "../instance.ts";
import { localPlan, localServices } from "../local-platform.ts";
import { StartDisplay } from "../start-display.ts";
import type { StartEvent } from "../start-event.ts";
import { describeEvent } from "../describe-event.ts";
import { stopSignals } from "../stop-signals.ts";
import { bringUp } from "../supervise.ts";
import { superviseDetached } from "../supervise-detached.ts";

/** `millrace up [--detach] [--domain <names>]` */
export function registerUp(program: Command): void {
  program
    .command("up")
    .description("start every engine, apply the domains, publish samples and show the first results")
    .option("-d, --detach", "return once everything runs, and leave it running")
    .addOption(domainOption())
    .action(async ({ detach, domain }: { readonly detach?: boolean } & DomainFlag) => {
      const config = readCliConfig();
      if (isUp(config)) return printRunning(config, domain);
      const choice = chooseDomains(config, domain);
      await (detach === true ? upDetached(config, choice, domain) : upInForeground(config, choice));
    });
}

function isUp(config: CliConfig): boolean {
  const record = localRecord(config);
  return record !== undefined && isRunning(record.supervisor);
}

function printRunning(config: CliConfig, domain: string | undefined): void {
  const record = localRecord(config);
  const since = record === undefined ? "" : ` since ${record.startedAt}`;
  process.stdout.write(
    `The stack is already running under process ${record?.supervisor.pid}${since}; nothing was changed.\n` +
      `Stop it with "npm run down", look at it with "npm run status".\n` +
      `${domain === undefined ? "" : `To run other domains, type "npm run apply -- --domain ${domain}".\n`}\n`,
  );
  const plan = localPlan(config, chooseDomains(config).domains);
  process.stdout.write(`${formatEndpoints(endpoints(record?.ports ?? {}, plan))}\n`);
}

async function upInForeground(config: CliConfig, choice: DomainChoice): Promise<void> {
  const display = new StartDisplay(localServices(config));
  const signal = stopSignals(() => process.exit(exitCodes.failed));
  let isUp = false;
  let results = "";
  let notes = "";
  const show = (event: StartEvent) => {
    if (event.type === "results") results = event.text;
    if (!isUp) notes += noteOf(event);
    if (isUp) process.stderr.write(describeEvent(event));
    else display.handle(event);
  };
  try {
    const platform = await bringUp(config, choice, { onEvent: show, signal });
    await display.end();
    isUp = true;
    process.stderr.write(choiceNote(choice) + clickHouseNote(platform.plan) + notes);
    printUp(results, endpoints(platform.stack.ports, platform.plan));
    process.stdout.write("\nPress Ctrl-C to stop; the data is kept.\n");
    await aborted(signal);
    process.stderr.write("\nStopping …\n");
    const begin = performance.now();
    await platform.stop();
    process.stderr.write(
      `Stopped in ${((performance.now() - begin) / 1000).toFixed(1)} s; the data is kept.\n`,
    );
  } catch (error) {
    await display.end();
    // Ctrl-C also reaches Maven, which then fails in its own words.
    if (!signal.aborted) throw error;
    process.stderr.write("Interrupted: everything that was started is stopped.\n");
    process.exitCode = exitCodes.failed;
  }
}

async function upDetached(
  config: CliConfig,
  choice: DomainChoice,
  domain: string | undefined,
): Promise<void> {
  const plan = localPlan(config, choice.domains);
  const display = new StartDisplay(localServices(config));
  let results = "";
  let notes = "";
  try {
    const ports = await superviseDetached(config, domain, (event) => {
      if (event.type === "results") results = event.text;
      notes += noteOf(event);
      display.handle(event);
    });
    await display.end();
    process.stderr.write(choiceNote(choice) + clickHouseNote(plan) + notes);
    printUp(results, endpoints(ports, plan));
    process.stdout.write('\nRunning in the background; stop it with "npm run down".\n');
  } catch (error) {
    await display.end();
    throw error;
  }
}

/** What was not done as the files say is told once the list of tasks has ended. */
function noteOf(event: StartEvent): string {
  return event.type === "statement-kept" || event.type === "statement-left" ? describeEvent(event) : "";
}

/** The dashboard's address stands at the end too, where it is seen. */
function printUp(results: string, addresses: readonly Endpoint[]): void {
  process.stdout.write(`\n${results}\n\n${formatEndpoints(addresses)}\n`);
  process.stdout.write(`\nThe dashboard is at ${addresses[0]?.address}\n`);
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener("abort", () => resolve(), { once: true });
  });
}
