import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { guideSteps, writtenFiles } from "../../helpers/guide-steps.ts";

const root = join(import.meta.dirname, "..", "..", "..");
const shipped = (path: string) => readFileSync(join(root, path), "utf8");

test("the guide ends with the files of sql/iot", () => {
  const written = writtenFiles(guideSteps(shipped("docs/guide.md")));
  expect([...written.keys()]).toEqual([
    "sql/iot/domain.yaml",
    "sql/iot/device_alerts.sql",
    "sql/iot/tests/alerts.yaml",
    "sql/iot/tests/in-order.yaml",
  ]);
  for (const [path, text] of written) expect({ path, text }).toEqual({ path, text: shipped(path) });
});
