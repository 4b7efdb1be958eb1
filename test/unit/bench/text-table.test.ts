import { expect, it } from "vitest";
import { textTable } from "../../bench/text-table.ts";

it("lines columns up, numbers at the right", () => {
  expect(
    textTable(
      ["engine", "MiB"],
      [
        ["kafka", 380],
        ["registry", 90],
      ],
    ),
  ).toBe(["engine    MiB", "--------  ---", "kafka     380", "registry   90"].join("\n"));
});

it("leaves no blanks at line ends", () => {
  expect(textTable(["a", "note"], [[1, ""]])).toBe(["a  note", "-  ----", "1"].join("\n"));
});
