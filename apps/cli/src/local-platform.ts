import { existsSync } from "node:fs";
import { join } from "node:path";
import { MillraceError } from "@millrace/common";
import { compileDomain, listDomains, loadDomainFolder, mergePlans, type Plan } from "@millrace/domain";
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

/** There is nothing to run. */
export class NoDomainError extends MillraceError {
  readonly code = "NO_DOMAIN";

  constructor(root: string) {
    super(
      `There is no domain below ${join(root, "sql")}: a domain is a folder there with a domain.yaml and its .sql files.`,
    );
  }
}

/** The plan of the clone's domains for its stage. @throws DomainInvalidError with every problem of a domain's files */
export async function localPlan({ root, stage }: Pick<CliConfig, "root" | "stage">): Promise<Plan> {
  const domains = await listDomains(root);
  const plans = await Promise.all(
    domains.map(async (domain) => compileDomain(await loadDomainFolder(root, domain), { stage })),
  );
  const [first, ...others] = plans;
  if (first === undefined) throw new NoDomainError(root);
  return mergePlans([first, ...others]);
}

/** Everything that runs on this machine: the engines and the platform's own programs. */
export function localServices(config: CliConfig): readonly Engine[] {
  const isFirstStart = !existsSync(join(localInstance(config).root, "data", "kafka", "log"));
  // Samples are events: published again at every start they would be counted again.
  const sampleEvents = isFirstStart ? config.sampleEvents : 0;
  return [...allEngines, publisherService({ ...config, sampleEvents })];
}

/** The platform that `npm start` runs. */
export async function localPlatform(
  config: CliConfig,
  onEvent: (event: PlatformEvent) => void,
): Promise<Platform> {
  const services = localServices(config);
  return new Platform({
    plan: await localPlan(config),
    engines: services,
    layout: localInstance(config),
    ports: fixedPortTable(services, config.ports),
    artifactsDir: join(config.home, "artifacts"),
    classDataDir: join(config.home, "class-data"),
    java: config.java,
    onEvent,
  });
}
