import { join } from "node:path";
import { MillraceError } from "@millrace/common";
import { compileDomains, listDomains, loadDomainFolder, type Plan } from "@millrace/domain";
import {
  bindClickHouse,
  type Engine,
  engines as allEngines,
  fixedPortTable,
  Platform,
  type PlatformEvent,
} from "@millrace/engines";
import type { CliConfig } from "./config.ts";
import type { DomainChoice } from "./domain-choice.ts";
import { sampledDomains } from "./first-results.ts";
import { localInstance } from "./instance.ts";
import { leftOutOf } from "./left-out.ts";
import { localSecrets } from "./local-secrets.ts";
import { metricsService } from "./metrics-service.ts";
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

/**
 * The plan of domains of the clone for its stage, which knows where the stage's ClickHouse is. Default: all of them.
 * @throws DomainInvalidError with every problem of every domain
 */
export function localPlan(
  {
    root,
    stage,
    topicDefaults,
    clickhouse,
  }: Pick<CliConfig, "root" | "stage" | "topicDefaults" | "clickhouse">,
  domains: readonly string[] = listDomains(root),
): Plan {
  const [first, ...others] = domains.map((domain) => loadDomainFolder(root, domain));
  if (first === undefined) throw new NoDomainError(root);
  return bindClickHouse(compileDomains([first, ...others], { stage, topicDefaults }), clickhouse);
}

/** Everything that runs on this machine: the engines and the platform's own programs. */
export function localServices(config: CliConfig, plan = () => localPlan(config)): readonly Engine[] {
  return [...allEngines, publisherService({ ...config, plan }), metricsService({ ...config, plan })];
}

/** The platform that `npm start` runs, with the domains that were chosen. */
export function localPlatform(
  config: CliConfig,
  { domains, leftOut }: Pick<DomainChoice, "domains" | "leftOut">,
  onEvent: (event: PlatformEvent) => void,
): Platform {
  const plan = localPlan(config, domains);
  const services = localServices(config, () => plan);
  return new Platform({
    plan,
    leftOut: leftOutOf(config, leftOut),
    firstStatements: [...sampledDomains],
    secrets: localSecrets(),
    engines: services,
    layout: localInstance(config),
    ports: fixedPortTable(services, config.ports),
    artifactsDir: join(config.home, "artifacts"),
    classDataDir: join(config.home, "class-data"),
    java: config.java,
    onEvent,
  });
}
