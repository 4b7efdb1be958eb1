import { compileDomain, mergePlans, PlanConflictError } from "@millrace/domain";
import { describe, expect, it } from "vitest";
import { planOf, viewSources } from "./page-view-sources.ts";

describe("merging plans", () => {
  it("refuses plans of different stages", () => {
    const other = compileDomain(viewSources(), { stage: "prod" });
    expect(() => mergePlans([planOf(viewSources()), other])).toThrow(PlanConflictError);
    expect(() => mergePlans([planOf(viewSources()), other])).toThrow(
      "one plan is for stage test, another for stage prod",
    );
  });

  it("keeps a single plan as it is", () => {
    const plan = planOf(viewSources());
    expect(mergePlans([plan])).toEqual(plan);
  });
});
