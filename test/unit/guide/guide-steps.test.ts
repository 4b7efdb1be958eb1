import { describe, expect, test } from "vitest";
import { guideSteps, missingLine } from "../../helpers/guide-steps.ts";

describe("a guide's blocks", () => {
  test("are files, commands and what is seen", () => {
    const guide = [
      "Make a file:",
      "```yaml file=sql/a/domain.yaml",
      "domain: a",
      "```",
      "```yaml append=sql/a/domain.yaml",
      "",
      "results:",
      "```",
      "```sh",
      "npm start",
      "curl \\",
      "  http://127.0.0.1",
      "```",
      "```text seen",
      "ready",
      "```",
      "```sh repeat",
      "npm run status",
      "```",
      "```sh exit=5",
      "npm run plan",
      "```",
    ].join("\n");
    expect(guideSteps(guide)).toEqual([
      { kind: "create", path: "sql/a/domain.yaml", text: "domain: a\n", line: 2 },
      { kind: "append", path: "sql/a/domain.yaml", text: "\nresults:\n", line: 5 },
      {
        kind: "run",
        script: "npm start\ncurl \\\n  http://127.0.0.1\n",
        isRepeated: false,
        exitCode: 0,
        line: 9,
      },
      { kind: "see", text: "ready\n", line: 14 },
      { kind: "run", script: "npm run status\n", isRepeated: true, exitCode: 0, line: 17 },
      { kind: "run", script: "npm run plan\n", isRepeated: false, exitCode: 5, line: 20 },
    ]);
  });

  test("that nobody would follow are refused", () => {
    expect(() => guideSteps("text\n```yaml\na: 1\n```")).toThrow(
      'line 2: found a block "yaml", expected file=<path>, append=<path> or seen behind its language, or sh',
    );
    expect(() => guideSteps("```sh\nnpm start")).toThrow(
      "line 1: found a block without an end, expected a line of three backticks",
    );
  });
});

describe("what a guide says is seen", () => {
  const output = "starting\n  kafka  2.1 s\n  flink  3.4 s\nready in 5.0 s\n";

  test("stands in the output, between other lines and in any order", () => {
    expect(missingLine("starting\n  flink  … s\nready in … s\n", output)).toBeUndefined();
    expect(missingLine("  flink  3.4 s\n  kafka  2.1 s\n", output)).toBeUndefined();
  });

  test("is missing where a whole line differs", () => {
    expect(missingLine("starting\n  kafka  2.1\n", output)).toBe("  kafka  2.1");
  });
});
