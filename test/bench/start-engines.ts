import { join } from "node:path";
import { type Engine, freePortTable, instanceLayout, type RunningStack, Stack } from "@millrace/engines";
import type { BenchInstance } from "./bench-instance.ts";
import { progress } from "./progress.ts";

/** Starts engines in a bench's own folder, on free ports; resolves when all are ready. @param what as in "starting Kafka" */
export async function startEngines(
  { root, config }: Pick<BenchInstance, "root" | "config">,
  engines: readonly Engine[],
  what: string,
): Promise<RunningStack> {
  progress(`starting ${what}`);
  const stack = await new Stack({
    engines,
    layout: instanceLayout(root),
    ports: await freePortTable(engines),
    artifactsDir: join(config.home, "artifacts"),
    classDataDir: join(config.home, "class-data"),
    java: config.java,
    onEvent: (event) => {
      if (event.type === "engine-lost") progress(`${event.engine} is lost: ${event.reason}`);
    },
  }).start();
  try {
    await stack.allReady();
    return stack;
  } catch (error) {
    await stack.stop();
    throw error;
  }
}
