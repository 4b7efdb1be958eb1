/** Brings the platform up as `millrace up` does, without what the named variant leaves out, and runs until SIGTERM. */
import { once } from "node:events";
import { join } from "node:path";
import { fixedPortTable, Platform, type RunningPlatform } from "@millrace/engines";
import { readCliConfig } from "../../apps/cli/src/config.ts";
import { firstResults } from "../../apps/cli/src/first-results.ts";
import { localInstance } from "../../apps/cli/src/instance.ts";
import { localPlan, localServices } from "../../apps/cli/src/local-platform.ts";
import { StartDisplay } from "../../apps/cli/src/start-display.ts";
import { type VariantName, variants } from "./start-variants.ts";

const resultsTimeoutMs = 60_000;

const name = process.argv[2];
const variant = name === undefined ? undefined : variants[name as VariantName];
const config = readCliConfig();
const services = localServices(config);
const display = new StartDisplay(services);
const platform = await new Platform({
  plan: localPlan(config),
  engines: variant?.change(services) ?? services,
  layout: localInstance(config),
  ports: fixedPortTable(services, config.ports),
  artifactsDir: join(config.home, "artifacts"),
  ...(variant?.usesClassData === false ? {} : { classDataDir: join(config.home, "class-data") }),
  java: config.java,
  onEvent: (event) => display.handle(event),
}).start();
const ended = once(process, "SIGTERM");
try {
  await untilResults(platform);
  display.handle({ type: "results", text: "" });
  await display.end();
  process.stdout.write("Press Ctrl-C to stop.\n");
  await ended;
} finally {
  await platform.stop();
}

async function untilResults(running: RunningPlatform): Promise<void> {
  await running.ready();
  const source = {
    bootstrapServers: running.bindings["kafka.bootstrap_servers"] as string,
    registryUrl: running.bindings["registry.ccompat_url"] as string,
  };
  await firstResults(running.plan, source, { until: "every", timeoutMs: resultsTimeoutMs });
}
