import { bindPlaceholders, PlaceholderError } from "@millrace/domain";
import { describe, expect, it } from "vitest";

describe("bindPlaceholders", () => {
  it("replaces every placeholder by its value", () => {
    const text = bindPlaceholders("${a}-${b.c}-${a}", { a: "1", "b.c": "2" });
    expect(text).toBe("1-2-1");
  });

  it("looks at values no second time", () => {
    expect(bindPlaceholders("${a}", { a: "${b} $& $$" })).toBe("${b} $& $$");
  });

  it("leaves an escaped placeholder as a literal", () => {
    expect(bindPlaceholders("$${a} ${a}", { a: "1" })).toBe("${a} 1");
  });

  it("names every unknown placeholder with its place", () => {
    const bind = () => bindPlaceholders("x ${knwon}\n  ${other.thing}", { known: "1" });
    expect(bind).toThrow(PlaceholderError);
    expect(bind).toThrow(
      [
        '1:3 ${knwon} is bound to nothing; did you mean "${known}"?',
        "2:3 ${other.thing} is bound to nothing",
        "known placeholders: known; write $${…} for a literal ${…}",
      ].join("\n"),
    );
  });

  it("does not take a prototype's property for a binding", () => {
    expect(() => bindPlaceholders("${toString}", {})).toThrow("${toString} is bound to nothing");
  });
});
