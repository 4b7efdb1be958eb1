import { MillraceError } from "@millrace/common";
import { isRunning, preparePlan } from "@millrace/engines";
import { FlinkError } from "@millrace/flink";
import {
  type DevEvent,
  DevLoop,
  DevSession,
  type PreparedApply,
  type StepOutcome,
  watchFiles,
} from "@millrace/workbench";
import type { Command } from "commander";
import { applyHere } from "../apply-here.ts";
import { type CliConfig, readCliConfig } from "../config.ts";
import { describeDevEvent } from "../dev-text.ts";
import { choiceNote, chooseDomains } from "../domain-choice.ts";
import { type DomainFlag, domainOption } from "../domain-option.ts";
import { exitCodes } from "../exit-codes.ts";
import { localRecord } from "../instance.ts";
import { toJson } from "../json.ts";
import { localPlan } from "../local-platform.ts";
import { formatChanges } from "../plan-text.ts";
import { runningTarget } from "../running-target.ts";
import { Interrupted, stopSignals } from "../stop-signals.ts";
import { withWorkbenchFlink } from "../workbench-flink.ts";

const watchedFolders = ["sql", "connectors"];

interface DevFlags extends DomainFlag {
  readonly apply: boolean;
  readonly json?: boolean;
}

/** `millrace dev` */
export function registerDev(program: Command): void {
  program
    .command("dev")
    .description(
      "watch sql/ and connectors/: after a save lint, run the touched tests, show what changes, apply",
    )
    .option("--no-apply", "leave what runs alone")
    .addOption(domainOption())
    .option("--json", "print what happens as JSON lines")
    .addHelpText(
      "after",
      "\nA save that does not lint, or fails a test, or would lose state, is not applied: what runs goes on as it was.",
    )
    .action(async (flags: DevFlags) => {
      const signal = stopSignals(() => process.exit(exitCodes.failed));
      try {
        await dev(readCliConfig(), flags, signal);
      } catch (error) {
        if (!(error instanceof Interrupted)) throw error;
      }
    });
}

/** Watches and works until the signal aborts. */
async function dev(config: CliConfig, flags: DevFlags, signal: AbortSignal): Promise<void> {
  const { root, stage } = config;
  // A name that is wrong is told now, and not at the first save.
  const choice = chooseDomains(config, flags.domain);
  process.stderr.write(choiceNote(choice));
  const onEvent = (event: DevEvent) =>
    process.stdout.write(flags.json === true ? `${jsonLine(event)}\n` : describeDevEvent(event, new Date()));
  await withWorkbenchFlink(config, signal, async (flink) => {
    await using session = new DevSession({
      root,
      stage,
      flink,
      ...(flags.apply ? { prepareApply: () => prepareApply(config, flags.domain) } : {}),
    });
    await session.warmUp(choice.domains, signal);
    const failed = new AbortController();
    const loop = new DevLoop({ steps: session.steps, onEvent });
    await using _watching = await watchFiles(root, watchedFolders, (files) => {
      loop.saved(files);
      loop.settled().catch((error: unknown) => failed.abort(error));
    });
    process.stderr.write("Watching sql/ and connectors/; press Ctrl-C to end.\n");
    try {
      await aborted(AbortSignal.any([signal, failed.signal]));
    } finally {
      await loop.stop();
    }
  });
}

/** Has the running stack's Flink compile what was saved. What is refused, and what is wrong, is said by the run and not thrown. */
async function prepareApply(config: CliConfig, domain: string | undefined): Promise<PreparedApply> {
  const record = localRecord(config);
  if (record === undefined || !isRunning(record.supervisor))
    return outcome({
      isWell: true,
      text: 'nothing runs that it could be applied to; start it with "npm start"',
    });
  try {
    const choice = chooseDomains(config, domain);
    const [target, plan] = [runningTarget(config), localPlan(config, choice.domains)];
    const statements = await preparePlan(target, plan);
    return {
      run: () =>
        said(async () => ({
          isWell: true,
          text: formatChanges(await applyHere(config, target, { plan, choice }, { statements })),
        })),
      [Symbol.asyncDispose]: () => statements[Symbol.asyncDispose](),
    };
  } catch (error) {
    return outcome(await said(() => Promise.reject(error)));
  }
}

async function said(work: () => Promise<StepOutcome>): Promise<StepOutcome> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof MillraceError || error instanceof FlinkError)
      return { isWell: false, text: error.message };
    throw error;
  }
}

/** A run that has come out already. */
function outcome(known: StepOutcome): PreparedApply {
  return { run: () => Promise.resolve(known), [Symbol.asyncDispose]: () => Promise.resolve() };
}

function jsonLine(event: DevEvent): string {
  return toJson(event.type === "round-started" ? { ...event, saved: [...event.saved].sort() } : event);
}

function aborted(signal: AbortSignal): Promise<never> {
  return new Promise((_resolve, reject) => {
    const abort = () => reject(signal.reason as Error);
    if (signal.aborted) abort();
    else signal.addEventListener("abort", abort, { once: true });
  });
}
