import { MillraceError } from "@millrace/common";
import { isRunning } from "@millrace/engines";
import { FlinkError } from "@millrace/flink";
import { type DevEvent, DevLoop, DevSession, type StepOutcome, watchFiles } from "@millrace/workbench";
import type { Command } from "commander";
import { type CliConfig, readCliConfig } from "../config.ts";
import { describeDevEvent } from "../dev-text.ts";
import { exitCodes } from "../exit-codes.ts";
import { localRecord } from "../instance.ts";
import { toJson } from "../json.ts";
import { formatChanges } from "../plan-text.ts";
import { Interrupted, stopSignals } from "../stop-signals.ts";
import { withWorkbenchFlink } from "../workbench-flink.ts";
import { apply } from "./apply.ts";

const watchedFolders = ["sql", "connectors"];

interface DevFlags {
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
  const onEvent = (event: DevEvent) =>
    process.stdout.write(flags.json === true ? `${jsonLine(event)}\n` : describeDevEvent(event, new Date()));
  await withWorkbenchFlink(config, signal, async (flink) => {
    await using session = new DevSession({
      root,
      stage,
      flink,
      ...(flags.apply ? { apply: () => applySaved(config) } : {}),
    });
    await session.warmUp(signal);
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

/** Applies the clone to the running stack; what it refuses, and what is wrong, is said and not thrown. */
async function applySaved(config: CliConfig): Promise<StepOutcome> {
  const record = localRecord(config);
  if (record === undefined || !isRunning(record.supervisor))
    return { isWell: true, text: 'nothing runs that it could be applied to; start it with "npm start"' };
  try {
    return { isWell: true, text: formatChanges(await apply(config)) };
  } catch (error) {
    if (error instanceof MillraceError || error instanceof FlinkError)
      return { isWell: false, text: error.message };
    throw error;
  }
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
