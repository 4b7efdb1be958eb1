import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  defaultUrlState,
  formatUrlState,
  groupLimits,
  parseUrlState,
  windows,
} from "../../../../apps/metrics/page/state/url-state.ts";

const name = fc.stringMatching(/^[a-z][a-z0-9_-]{0,20}$/).filter((text) => text !== "__proto__");

describe("the address", () => {
  it("says nothing of the defaults", () => {
    expect(formatUrlState(defaultUrlState)).toBe("");
  });

  it("names what is shown in words that people can edit", () => {
    const state = {
      ...defaultUrlState,
      domain: "iot",
      minutes: 360,
      measures: { device_minutes: "last_battery" },
    };
    expect(formatUrlState(state)).toBe("?domain=iot&minutes=360&measure=device_minutes:last_battery");
  });

  it("leaves out what it cannot be", () => {
    expect(parseUrlState("?minutes=7&top=99&by=luck&measure=x&table=")).toEqual(defaultUrlState);
  });

  it("reads back every state", () => {
    const state = fc.record(
      {
        domain: name,
        minutes: fc.constantFrom(...windows),
        top: fc.constantFrom(...groupLimits),
        by: fc.constantFrom("total", "peak", "newest"),
        measures: fc.dictionary(name, name, { noNullPrototype: true }),
        asTable: fc.array(name),
      },
      { requiredKeys: ["minutes", "top", "measures", "asTable"] },
    );
    fc.assert(
      fc.property(state, (each) => {
        expect(parseUrlState(formatUrlState(each))).toEqual(each);
      }),
    );
  });
});
