import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { compileDomain, type EventPlan, loadDomainFolder } from "@millrace/domain";
import { describe, expect, test } from "vitest";
import { shellEvent } from "../../../apps/cli/src/shell-event.ts";

const golden = join(import.meta.dirname, "..", "..", "golden");
const everyType = compileDomain(loadDomainFolder(join(golden, "every-type"), "shop"), { stage: "test" });

/** What a shell makes of the text. */
function posted(event: EventPlan): Record<string, unknown> {
  const text = execFileSync("sh", ["-c", `printf %s ${shellEvent(event)}`], { encoding: "utf8" });
  return JSON.parse(text) as Record<string, unknown>;
}

function eventOf(changes: Partial<EventPlan>): EventPlan {
  const [event] = everyType.events;
  if (event === undefined) throw new Error("no event");
  return { ...event, ...changes };
}

const column = { isOptional: false, isPersonal: false, isDimension: false };

describe("an example of an event", () => {
  test("has a value of every type that a caller has to send", () => {
    const event = eventOf({});
    const sent = posted(event);
    const needed = event.columns.filter(
      ({ isOptional, default: fallback, type }) =>
        !isOptional && fallback === undefined && !("generated" in type && type.generated !== undefined),
    );
    expect(needed.filter(({ attribute }) => sent[attribute] === undefined)).toEqual([]);
  });

  test("happened now, and is another one each time", () => {
    const at = { ...column, name: "at", attribute: "at" };
    const id = { ...column, name: "id", attribute: "id", type: { kind: "string" } } as const;
    const event = (unit: "seconds" | "millis" | "iso") =>
      eventOf({
        eventTime: { attribute: "at", column: "at" },
        idAttribute: "id",
        columns: [{ ...at, type: { kind: "timestamp", unit } }, id],
      });
    const now = Date.now();
    expect(Math.abs(Number(posted(event("seconds"))["at"]) * 1000 - now)).toBeLessThan(60_000);
    expect(Math.abs(Number(posted(event("millis"))["at"]) - now)).toBeLessThan(60_000);
    expect(Math.abs(Date.parse(String(posted(event("iso"))["at"])) - now)).toBeLessThan(60_000);
    expect(posted(event("iso"))["id"]).toMatch(/^example-\d+$/);
  });

  test("survives the shell's quotes", () => {
    const name = { ...column, name: "name", attribute: "name", type: { kind: "string" }, example: "O'Hara" };
    expect(posted(eventOf({ columns: [name as EventPlan["columns"][number]] }))).toEqual({ name: "O'Hara" });
  });
});
