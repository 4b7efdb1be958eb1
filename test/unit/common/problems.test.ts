import { describeFound, describeProblems, toJsonPointer } from "@millrace/common";
import { describe, expect, test } from "vitest";
import { z } from "zod";

function problemsOf(schema: z.ZodType, input: unknown) {
  const result = schema.safeParse(input);
  return result.success ? [] : describeProblems(result.error, input);
}

describe("describeProblems", () => {
  test("names the path, the value and the expectation", () => {
    const schema = z.object({ items: z.array(z.object({ count: z.int() })) });
    expect(problemsOf(schema, { items: [{ count: 1 }, { count: 2.5 }] })).toEqual([
      { path: ["items", 1, "count"], found: "2.5", expected: "an integer" },
    ]);
  });

  test("names unknown keys of a strict object", () => {
    const [problem] = problemsOf(z.strictObject({}), { colour: 1 });
    expect(problem?.expected).toBe("no unknown key (found colour)");
  });

  test("counts characters and elements in bounds", () => {
    expect(problemsOf(z.string().max(2), "abc")[0]?.expected).toBe("at most 2 characters");
    expect(problemsOf(z.array(z.int()).min(1), [])[0]?.expected).toBe("at least 1 elements");
  });
});

describe("describeFound", () => {
  test("cuts long values", () => {
    expect(describeFound("x".repeat(200))).toHaveLength(81);
  });

  test("shows what JSON cannot hold", () => {
    expect([undefined, Number.NaN, 12n, null].map(describeFound)).toEqual(["nothing", "NaN", "12", "null"]);
  });
});

test("a JSON pointer escapes slash and tilde", () => {
  expect(toJsonPointer(["a/b~c", 0])).toBe("/a~1b~0c/0");
  expect(toJsonPointer([])).toBe("");
});
