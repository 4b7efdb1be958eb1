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
      "# a remark",
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
    ].join("\n");
    expect(guideSteps(guide)).toEqual([
      { kind: "create", path: "sql/a/domain.yaml", text: "domain: a\n", line: 2 },
      { kind: "append", path: "sql/a/domain.yaml", text: "\nresults:\n", line: 5 },
      { kind: "run", commands: ["npm start", "curl \\\n  http://127.0.0.1"], isRepeated: false, line: 9 },
      { kind: "see", text: "ready\n", line: 15 },
      { kind: "run", commands: ["npm run status"], isRepeated: true, line: 18 },
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

  test("stands in the output in its order", () => {
    expect(missingLine("starting\n  flink  … s\nready in … s\n", output)).toBeUndefined();
    expect(missingLine("starting\n…\nready in 5.0 s\n", output)).toBeUndefined();
  });

  test("is missing where a line differs or comes earlier", () => {
    expect(missingLine("  kafka  2.1\n", output)).toBe("  kafka  2.1");
    expect(missingLine("ready in … s\nstarting\n", output)).toBe("starting");
  });
});
