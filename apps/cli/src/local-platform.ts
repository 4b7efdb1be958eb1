import { join } from "node:path";
import { MillraceError } from "@millrace/common";
import { compileDomains, listDomains, loadDomainFolder, type Plan } from "@millrace/domain";
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

/** The plan of the clone's domains for its stage. @throws DomainInvalidError with every problem of every domain */
export function localPlan({
  root,
  stage,
  topicDefaults,
}: Pick<CliConfig, "root" | "stage" | "topicDefaults">): Plan {
  const [first, ...others] = listDomains(root).map((domain) => loadDomainFolder(root, domain));
  if (first === undefined) throw new NoDomainError(root);
  return compileDomains([first, ...others], { stage, topicDefaults });
}

/** Everything that runs on this machine: the engines and the platform's own programs. */
export function localServices(config: CliConfig): readonly Engine[] {
  return [...allEngines, publisherService(config)];
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
