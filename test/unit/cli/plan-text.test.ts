import type { Difference } from "@millrace/engines";
import { describe, expect, test } from "vitest";
import { describeEvent } from "../../../apps/cli/src/describe-event.ts";
import { formatChanges, formatDifferences, verdict } from "../../../apps/cli/src/plan-text.ts";

const unchanged: Difference = { kind: "topic", name: "a", action: "unchanged", details: [] };
const lost = {
  what: "counts: COUNT(*) by page",
  kind: "aggregate",
  fate: "lost",
  detail: "aggregates changed from COUNT(*) to SUM(n)",
} as const;
const replaced: Difference = {
  kind: "statement",
  name: "shop",
  action: "replace",
  details: ["it is stopped with a savepoint and started from it"],
  state: [{ what: "counts: transactions", kind: "sink", fate: "kept", detail: "" }, lost],
  losesState: true,
};

describe("a plan as text", () => {
  test("says that there is nothing to do", () => {
    expect(formatDifferences([unchanged])).toBe("Nothing to do: 1 unchanged.");
    expect(verdict([unchanged])).toBe("none");
  });

  test("lists what is due with what becomes of state", () => {
    const created: Difference = { kind: "bucket", name: "raw", action: "create", details: [] };
    expect(formatDifferences([created, replaced, unchanged])).toBe(
      [
        "  + bucket raw",
        "-/+ statement shop",
        "      it is stopped with a savepoint and started from it",
        "      counts: COUNT(*) by page: lost (aggregates changed from COUNT(*) to SUM(n))",
        "1 to create, 0 to change, 1 to replace, 0 to remove, 1 unchanged.",
      ].join("\n"),
    );
    expect(verdict([created])).toBe("changes");
  });

  test("names what is left alone and what cannot be applied", () => {
    const left: Difference = { kind: "topic", name: "old", action: "leave", details: [] };
    const refused: Difference = { kind: "database table", name: "t", action: "refuse", details: ["no"] };
    expect(formatDifferences([refused, left])).toBe(
      [
        "  ! database table t cannot be applied",
        "      no",
        "Not in the plan any more, and left alone: topic old.",
        "0 to create, 0 to change, 0 to replace, 0 to remove, 0 unchanged; 1 cannot be applied.",
      ].join("\n"),
    );
    expect(verdict([refused])).toBe("refused");
  });

  test("counts what was left as it was when it is applied", () => {
    const changes = [
      { kind: "topic", name: "a", action: "unchanged" },
      { kind: "statement", name: "shop", action: "updated" },
    ] as const;
    expect(formatChanges(changes)).toBe("statement shop updated\n1 changed, 1 unchanged.");
  });
});

describe("an edit that a start does not apply", () => {
  test("is told with what it would lose and how to apply it", () => {
    expect(describeEvent({ type: "statement-kept", statement: "shop", state: [lost] })).toBe(
      [
        "⚠ statement shop goes on as it was: its edit is not applied, because it would lose state",
        "    counts: COUNT(*) by page: lost (aggregates changed from COUNT(*) to SUM(n))",
        '  "npm run plan" shows everything; to apply it, type one of',
        "    npm run apply -- --accept-state-loss shop",
        "    npm run apply -- --replay shop",
        "",
      ].join("\n"),
    );
  });
});
