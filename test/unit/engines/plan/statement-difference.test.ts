import { describe, expect, test } from "vitest";
import { kindOf } from "../../../../packages/engines/src/plan/compiled-plan.ts";
import {
  type ComparedPlan,
  comparePlans,
} from "../../../../packages/engines/src/plan/statement-difference.ts";
import type { PlanWithTopics } from "../../../../packages/engines/src/plan/stateful-nodes.ts";
import { pageViewsPlan, renumbered, topics } from "./page-views-plan.ts";

const kept = (before: PlanWithTopics, after: PlanWithTopics) => {
  const first = comparePlans(undefined, before);
  return comparePlans({ plan: first.plan, topics: before.topics }, after);
};

/** Ids by the kind of node, for nodes with state. */
const idsOf = ({ plan }: ComparedPlan) =>
  plan.nodes.filter(({ id }) => id >= 1_000_000).map((node) => `${kindOf(node)} ${node.id}`);

const text = ({ state }: ComparedPlan) =>
  state.map(({ what, fate, detail }) => `${what}: ${fate}${detail === "" ? "" : ` (${detail})`}`);

const provisional = "page_view_counts: COUNT(*) by window_start of tumbling 1 min, postcode";
const final = "page_view_counts_final: COUNT(*) by postcode, tumbling 1 min window";

describe("the ids of a compiled plan", () => {
  test("stay the same when every node gets another number", () => {
    const before = pageViewsPlan();
    const first = comparePlans(undefined, before);
    expect(comparePlans(undefined, renumbered(before, 100)).plan).toEqual(first.plan);
    expect(kept(before, renumbered(before, 7)).plan).toEqual(first.plan);
  });

  test("are large and unique for what has state, small for the rest", () => {
    const { plan } = comparePlans(undefined, pageViewsPlan());
    expect(new Set(plan.nodes.map(({ id }) => id)).size).toBe(plan.nodes.length);
    expect(plan.nodes.filter(({ id }) => id >= 1_000_000).map(kindOf)).toEqual([
      "table-source-scan",
      "global-group-aggregate",
      "sink",
      "global-window-aggregate",
      "sink",
      "sink",
    ]);
  });

  test("are taken over from the plan before, however they came about there", () => {
    const before = renumbered(pageViewsPlan(), 5_000_000);
    const after = comparePlans(before, pageViewsPlan(["PT1M", "PT1M"]));
    expect(idsOf(after)).toEqual(
      before.plan.nodes
        .filter((node) => /scan|global|sink/.test(node.type))
        .map((node) => `${kindOf(node)} ${node.id}`),
    );
  });

  test("keep their edges between the same nodes", () => {
    const before = pageViewsPlan();
    const { plan } = comparePlans(undefined, before);
    const ends = ({ nodes, edges }: PlanWithTopics["plan"]) =>
      edges.map(({ source, target }) =>
        [source, target].map((id) => nodes.find((node) => node.id === id)?.description),
      );
    expect(ends(plan)).toEqual(ends(before.plan));
  });
});

describe("comparing two forms of a statement", () => {
  test("finds that everything is kept where nothing changed", () => {
    const same = kept(pageViewsPlan(), pageViewsPlan());
    expect(new Set(same.state.map(({ fate }) => fate))).toEqual(new Set(["kept"]));
    expect(same).toMatchObject({ losesState: false, leavesState: false });
  });

  test("finds counts of another window lost, and offsets kept", () => {
    const changed = kept(pageViewsPlan(), pageViewsPlan(['"PT1M"', '"PT5M"']));
    expect(changed).toMatchObject({ losesState: true, leavesState: true });
    expect(text(changed)).toContain("page_views: offsets of test.views: kept");
    expect(text(changed)).toContain(
      `${provisional}: lost (keys changed from window_start of tumbling 1 min, postcode to window_start of tumbling 5 min, postcode)`,
    );
    expect(text(changed)).toContain(`${final}: lost (window changed from tumbling 1 min to tumbling 5 min)`);
  });

  test("finds counts by another key lost", () => {
    const changed = kept(
      pageViewsPlan(),
      pageViewsPlan(["`postcode`", "`webpage`"], ['"postcode"', '"webpage"']),
    );
    expect(text(changed)[0]).toBe("page_views: offsets of test.views: kept");
    expect(text(changed)).toContain(
      `${provisional}: lost (keys changed from window_start of tumbling 1 min, postcode to window_start of tumbling 1 min, webpage)`,
    );
  });

  test("finds counts of other rows kept and says what they mix", () => {
    const changed = kept(pageViewsPlan(), pageViewsPlan(["$COALESCE$1", "$IFNULL$1"]));
    expect(changed.losesState).toBe(false);
    expect(text(changed)).toContain(
      `${provisional}: kept (rows are selected otherwise from now on: what is open now mixes both selections)`,
    );
  });

  test("says how long state is kept from now on", () => {
    const changed = kept(pageViewsPlan(), pageViewsPlan(['"ttl": "1 h"', '"ttl": "2 h"']));
    expect(text(changed)).toContain(`${provisional}: kept (unused state is kept 2 h, was 1 h)`);
  });

  test("says that state is kept for ever", () => {
    const changed = kept(pageViewsPlan(), pageViewsPlan(['"ttl": "1 h"', '"ttl": "0 ms"']));
    expect(text(changed)).toContain(`${provisional}: kept (unused state is kept for ever, was 1 h)`);
  });

  test("finds everything lost when events come from another topic", () => {
    const moved = { ...pageViewsPlan(), topics: { ...topics, page_views: "test.looks" } };
    const changed = kept(pageViewsPlan(), moved);
    expect(text(changed)).toContain(
      "page_views: offsets of test.views: lost (topic changed from test.views to test.looks)",
    );
    expect(text(changed)).toContain(`${provisional}: lost (it is computed from other columns)`);
    expect(text(changed)).toContain(
      `${provisional}: empty (begins with everything that its topics still hold)`,
    );
  });

  test("finds nothing lost when results go to another topic", () => {
    const moved = { ...pageViewsPlan(), topics: { ...topics, page_view_counts: "test.elsewhere" } };
    const changed = kept(pageViewsPlan(), moved);
    expect(changed).toMatchObject({ losesState: false, leavesState: true });
    expect(text(changed)).toContain(
      "page_view_counts: transactions: moved (writes to test.elsewhere; what test.counts holds stays there)",
    );
  });
});
