import { describe, expect, test } from "vitest";
import {
  ApplyFailedError,
  StatementStartTimeoutError,
  StateLossError,
} from "../../../packages/engines/src/apply/errors.ts";
import type { Difference } from "../../../packages/engines/src/plan/difference.ts";

const replaced: Difference = {
  kind: "statement",
  name: "shop",
  action: "replace",
  details: [],
  state: [
    { what: "sales: offsets of test.sales", kind: "source", fate: "kept", detail: "" },
    { what: "counts: COUNT(*)", kind: "aggregate", fate: "lost", detail: "no longer computed" },
  ],
  losesState: true,
};

describe("what stops an apply", () => {
  test("names the state that would be lost and both ways to accept it", () => {
    expect(new StateLossError([replaced]).message).toBe(
      [
        "Nothing was changed, because state would be lost.",
        "  statement shop",
        "    counts: COUNT(*): lost (no longer computed)",
        "To accept it, type one of:",
        "  npm run apply -- --accept-state-loss shop",
        "    goes on from now: nothing is repeated, and what is open now is made from a part of its rows",
        "  npm run apply -- --replay shop",
        "    begins again with the earliest records: upserted rows are written anew, appended rows come a second time",
      ].join("\n"),
    );
  });

  test("offers no replay of a statement whose domain is gone", () => {
    const gone: Difference = { ...replaced, action: "remove", state: [], details: ["its domain is gone"] };
    expect(new StateLossError([gone]).message).not.toContain("--replay");
  });

  test("says what was changed before it failed", () => {
    const facts = { what: "connectors", done: ["topic a (created)"], cause: new Error("Connect is away") };
    expect(new ApplyFailedError(facts).message).toBe(
      "Applying the plan failed at: connectors.\nConnect is away\n" +
        "Changed before that, and left so: topic a (created). Everything else is as it was. Apply again to go on.",
    );
  });

  test("says how long a first checkpoint was waited for", () => {
    const facts = { jobId: "j1", state: "RUNNING", timeoutMs: 60_000 };
    expect(new StatementStartTimeoutError("shop-1", facts).message).toBe(
      "Job j1 (shop-1) is RUNNING and has completed no checkpoint within 60 s. " +
        'Look at "npm run logs -- flink-taskmanager" and at the machine\'s load.',
    );
  });
});
