import type { Command } from "commander";
import { readCliConfig } from "../config.ts";
import { describeEvent } from "../describe-event.ts";
import { chooseDomains } from "../domain-choice.ts";
import { type DomainFlag, domainOption } from "../domain-option.ts";
import { exitCodes } from "../exit-codes.ts";
import type { StartEvent } from "../start-event.ts";
import { stopSignals } from "../stop-signals.ts";
import { bringUp } from "../supervise.ts";

/** `millrace supervise`: what `up --detach` leaves running; it tells its starter over IPC and logs to standard output. */
export function registerSupervise(program: Command): void {
  const command = program.command("supervise", { hidden: true }).addOption(domainOption());
  command.action(async (options: DomainFlag) => {
    const signal = stopSignals(() => process.exit(exitCodes.failed));
    const tell = (event: StartEvent) => {
      process.stdout.write(describeEvent(event));
      if (process.connected) process.send?.(event);
    };
    try {
      const config = readCliConfig();
      const platform = await bringUp(config, chooseDomains(config, options.domain), {
        onEvent: tell,
        signal,
      });
      tell({ type: "up" });
      await new Promise<void>((resolve) => {
        if (signal.aborted) resolve();
        else signal.addEventListener("abort", () => resolve(), { once: true });
      });
      await platform.stop();
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      process.stdout.write(`${message}\n`);
      tell({ type: "failed", message });
      process.exitCode = exitCodes.failed;
    }
    if (process.connected) process.disconnect();
  });
}
