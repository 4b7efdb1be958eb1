import type { Plan } from "@millrace/domain";
import { applyPlan, type ApplyOptions, type Change, type PlatformTarget } from "@millrace/engines";
import type { CliConfig } from "./config.ts";
import { type DomainChoice, rememberDomains } from "./domain-choice.ts";
import { localInstance } from "./instance.ts";
import { leftOutOf } from "./left-out.ts";
import { writeEventContract } from "./publisher-service.ts";

/** What is applied, and the choice of domains that it was compiled from. */
export interface ChosenPlan {
  readonly plan: Plan;
  readonly choice: DomainChoice;
}

/**
 * Applies a plan to the running stack, tells its publisher which events it takes now, and remembers the choice of domains.
 * @throws what `applyPlan` throws; the choice is not remembered then
 */
export async function applyHere(
  config: CliConfig,
  target: PlatformTarget,
  { plan, choice }: ChosenPlan,
  options: Omit<ApplyOptions, "leftOut"> = {},
): Promise<readonly Change[]> {
  const leftOut = leftOutOf(config, choice.leftOut);
  const changes = await applyPlan(target, plan, { ...options, leftOut });
  writeEventContract(localInstance(config), plan.events);
  rememberDomains(config, choice);
  return changes;
}
