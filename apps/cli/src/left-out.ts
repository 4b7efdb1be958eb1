import { compileDomain, DomainInvalidError, loadDomainFolder, type Plan } from "@millrace/domain";
import type { LeftOut } from "@millrace/engines";
import type { CliConfig } from "./config.ts";

/** What belongs to domains that do not run. One whose files are wrong says nothing of its topics and connectors. */
export function leftOutOf(
  config: Pick<CliConfig, "root" | "stage" | "topicDefaults">,
  domains: readonly string[],
): LeftOut {
  const plans = domains.flatMap((domain) => planOf(config, domain));
  return {
    domains,
    topics: plans.flatMap(({ topics }) => topics.map(({ name }) => name)),
    connectors: plans.flatMap(({ connectors }) => connectors.map(({ name }) => name)),
  };
}

function planOf(
  { root, stage, topicDefaults }: Pick<CliConfig, "root" | "stage" | "topicDefaults">,
  domain: string,
): readonly Plan[] {
  try {
    return [compileDomain(loadDomainFolder(root, domain), { stage, topicDefaults })];
  } catch (error) {
    if (error instanceof DomainInvalidError) return [];
    throw error;
  }
}
