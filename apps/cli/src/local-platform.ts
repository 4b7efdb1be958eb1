import { existsSync } from "node:fs";
import { join } from "node:path";
import { compileDomain, loadDomainFolder, type Plan } from "@millrace/domain";
import {
  type Engine,
  engines as allEngines,
  fixedPortTable,
  Platform,
  type PlatformEvent,
} from "@millrace/engines";
import type { CliConfig } from "./config.ts";
import { localInstance } from "./instance.ts";
import { publisherService } from "./publisher-service.ts";

/** The plan of the clone's domains for its stage. @throws DomainError with every problem of every file */
export function localPlan({ root, stage }: Pick<CliConfig, "root" | "stage">): Plan {
  return compileDomain(loadDomainFolder(root), { stage });
}

/** Everything that runs on this machine: the engines and the platform's own programs. */
export function localServices(config: CliConfig): readonly Engine[] {
  const isFirstStart = !existsSync(join(localInstance(config).root, "data", "kafka", "log"));
  // Samples are events: published again at every start they would be counted again.
  const sampleEvents = isFirstStart ? config.sampleEvents : 0;
  return [...allEngines, publisherService({ ...config, sampleEvents })];
}

/** The platform that `npm start` runs. */
export function localPlatform(config: CliConfig, onEvent: (event: PlatformEvent) => void): Platform {
  const services = localServices(config);
  return new Platform({
    plan: localPlan(config),
    engines: services,
    layout: localInstance(config),
    ports: fixedPortTable(services, config.ports),
    artifactsDir: join(config.home, "artifacts"),
    classDataDir: join(config.home, "class-data"),
    java: config.java,
    onEvent,
  });
}
