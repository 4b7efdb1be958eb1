import { assignIds } from "./assign-ids.ts";
import type { CompiledPlan } from "./compiled-plan.ts";
import { matchNodes } from "./match-nodes.ts";
import { losesState, type StateChange, stateChanges } from "./state-changes.ts";
import { type PlanWithTopics, statefulNodes } from "./stateful-nodes.ts";

/** A new form of a statement, compared with the one that is remembered. */
export interface ComparedPlan {
  /** The new plan, with the ids of the old one wherever state is taken over. */
  readonly plan: CompiledPlan;
  readonly state: readonly StateChange[];
  readonly losesState: boolean;
  /** Whether the savepoint of the old form holds something that the new one does not ask for. */
  readonly leavesState: boolean;
}

/** Compares two forms of a statement. Without an old one every part begins empty. */
export function comparePlans(before: PlanWithTopics | undefined, after: PlanWithTopics): ComparedPlan {
  const match = matchNodes(before === undefined ? [] : statefulNodes(before), statefulNodes(after));
  const state = stateChanges(match);
  return {
    plan: assignIds(after.plan, match),
    state,
    losesState: losesState(state),
    leavesState: match.lost.length > 0,
  };
}
