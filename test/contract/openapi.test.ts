import { mkdtempSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { readCliConfig } from "../../apps/cli/src/config.ts";
import { startPublisher } from "./publisher-under-test.ts";
import { whyNoPython } from "../helpers/python-environment.ts";
import { runSchemathesis } from "./schemathesis.ts";

const reason = whyNoPython();
if (reason !== undefined)
  process.stderr.write(`The contract test is skipped: Schemathesis cannot run, ${reason}.\n`);

test.skipIf(reason !== undefined)("the publisher answers as its OpenAPI document says", async () => {
  const { home } = readCliConfig();
  await using publisher = await startPublisher(["page-views", "user-events"]);
  const reports = mkdtempSync(join(tmpdir(), "millrace-schemathesis-"));
  const { isRight, output } = runSchemathesis({ home, url: publisher.url, reports });
  expect(isRight ? "as it says" : output).toBe("as it says");
  const faults = readFileSync(publisher.logFile, "utf8")
    .split("\n")
    .filter((line) => line.includes('"level":"error"'));
  expect(faults).toEqual([]);
});
