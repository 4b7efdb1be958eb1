import { join } from "node:path";
import { freePortTable, instanceLayout, registry, Stack } from "@millrace/engines";
import { onTestFinished } from "vitest";
import { readCliConfig } from "../../apps/cli/src/config.ts";
import { temporaryFolder } from "./temporary-folder.ts";

/** A schema registry of a test's own, to be stopped. */
export interface RegistryNode {
  readonly url: string;
  /** Ends it for good. */
  stop(): Promise<void>;
}

/** Starts a registry alone on a free port, from the clone's artifacts; it is wiped when the test has ended. */
export async function startRegistryNode(): Promise<RegistryNode> {
  const { home, java } = readCliConfig();
  const running = await new Stack({
    engines: [registry],
    layout: instanceLayout(temporaryFolder()),
    ports: await freePortTable([registry]),
    artifactsDir: join(home, "artifacts"),
    classDataDir: join(home, "class-data"),
    java,
  }).start();
  const stop = () => running.stop();
  onTestFinished(stop);
  await running.allReady();
  return { url: `http://${running.address("registry", "http")}/apis/ccompat/v7`, stop };
}
