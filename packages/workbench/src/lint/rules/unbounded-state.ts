import type { Finding, LintRule } from "../rule.ts";
import { keptStates } from "../statement/kept-state.ts";

/** GROUP BY without a window and without a state TTL. */
export const unboundedState: LintRule = {
  code: "unbounded-state",
  severity: "error",
  title: "State that nothing else bounds has a time to live.",
  check: ({ query, hints }, { settings }): readonly Finding[] => {
    if (settings === undefined || settings.stateTtlMs > 0) return [];
    if (hints.some(({ name }) => name === "STATE_TTL")) return [];
    return keptStates(query).map(({ place, what }) => ({
      place,
      message: `${what} keeps state for ever, because the domain's state_ttl is not set`,
      advice: "write -- @state_ttl 1 hour into the header, or cut the rows by a window function",
    }));
  },
};
