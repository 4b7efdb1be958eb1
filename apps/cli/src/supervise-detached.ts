import { spawn } from "node:child_process";
import { closeSync } from "node:fs";
import { join } from "node:path";
import { MillraceError } from "@millrace/common";
import { openLog, type PortTable } from "@millrace/engines";
import type { CliConfig } from "./config.ts";
import { localInstance, localRecord } from "./instance.ts";
import type { StartEvent } from "./start-event.ts";

/** The detached supervisor could not bring the platform up. */
export class DetachedStartError extends MillraceError {
  readonly code = "DETACHED_START_FAILED";
}

/**
 * Starts a supervisor with the domains of the option that outlives this process, passes on what it tells, and resolves with the stack's ports when the
 * platform is up. Ctrl-C on the way stops the supervisor.
 *
 * @throws DetachedStartError with the supervisor's own message
 */
export async function superviseDetached(
  config: CliConfig,
  domain: string | undefined,
  onEvent: (event: StartEvent) => void,
): Promise<PortTable> {
  const logFile = localInstance(config).logFile("supervisor");
  const log = openLog(logFile);
  const program = join(import.meta.dirname, "main.ts");
  const args = ["supervise", ...(domain === undefined ? [] : ["--domain", domain])];
  const child = spawn(process.execPath, [...process.execArgv, program, ...args], {
    detached: true,
    stdio: ["ignore", log, log, "ipc"],
  });
  closeSync(log);
  const interrupt = () => child.kill("SIGTERM");
  process.once("SIGINT", interrupt).once("SIGTERM", interrupt);
  try {
    await new Promise<void>((resolve, reject) => {
      child.on("message", (event: StartEvent) => {
        onEvent(event);
        if (event.type === "up") resolve();
        if (event.type === "failed") reject(new DetachedStartError(event.message));
      });
      child.once("error", reject);
      child.once("exit", (code, signal) =>
        reject(
          new DetachedStartError(
            `The supervisor ended with ${signal ?? `code ${code}`} before everything ran; its log is ${logFile}.`,
          ),
        ),
      );
    });
  } finally {
    process.off("SIGINT", interrupt).off("SIGTERM", interrupt);
  }
  child.disconnect();
  child.unref();
  return localRecord(config)?.ports ?? {};
}
