import type { Plan } from "@millrace/domain";
import { applyPlan, type ApplyOptions, type Change, type PlatformTarget } from "@millrace/engines";
import type { CliConfig } from "./config.ts";
import { type DomainChoice, rememberDomains } from "./domain-choice.ts";
import { localInstance, localRecord } from "./instance.ts";
import { leftOutOf } from "./left-out.ts";
import { writeMetricsContract } from "./metrics-service.ts";
import { pipelineOf } from "./pipeline-of.ts";
import { untilTaken, writeEventContract } from "./publisher-service.ts";

/** What is applied, and the choice of domains that it was compiled from. */
export interface ChosenPlan {
  readonly plan: Plan;
  readonly choice: DomainChoice;
}

/**
 * Applies a plan to the running stack, tells its publisher which events it takes now and its dashboard what it shows, and remembers the choice of domains.
 * @throws what `applyPlan` throws, and PublisherBehindError; the choice is not remembered then
 */
export async function applyHere(
  config: CliConfig,
  target: PlatformTarget,
  { plan, choice }: ChosenPlan,
  options: Omit<ApplyOptions, "leftOut"> = {},
): Promise<readonly Change[]> {
  const leftOut = leftOutOf(config, choice.leftOut);
  const changes = await applyPlan(target, plan, { ...options, leftOut });
  writeMetricsContract(localInstance(config), plan);
  await tellPublisher(config, plan);
  rememberDomains(config, choice);
  return changes;
}

/** Events are taken when it has resolved. */
async function tellPublisher(config: CliConfig, plan: Plan): Promise<void> {
  const { events } = plan;
  writeEventContract(localInstance(config), events, pipelineOf(plan));
  const port = localRecord(config)?.ports["publisher"]?.["http"];
  if (port !== undefined) await untilTaken(`http://127.0.0.1:${port}`, events);
}
