import { spawn } from "node:child_process";
import { once } from "node:events";
import { identityOf, type ProcessIdentity, type RecordedEngine, RunRecordFile } from "@millrace/engines";
import { describe, expect, test } from "vitest";
import { type CliConfig, readCliConfig } from "../../../apps/cli/src/config.ts";
import { localInstance } from "../../../apps/cli/src/instance.ts";
import { describeDown, down } from "../../../apps/cli/src/verbs/down.ts";
import { reset } from "../../../apps/cli/src/verbs/reset.ts";
import { temporaryFolder } from "../../helpers/temporary-folder.ts";

const gone = { pid: 2_147_483_646, startedAt: "0", stopSignal: "SIGINT" } as const;

function configOf(home: string): CliConfig {
  return readCliConfig({ MILLRACE_HOME: home });
}

function recordOf(config: CliConfig, engines: Record<string, RecordedEngine>): void {
  const file = new RunRecordFile(localInstance(config).runDir);
  file.write({ supervisor: gone, startedAt: "", phase: "running", engines, ports: {} });
}

describe("down", () => {
  test("says that nothing runs", async () => {
    expect(describeDown(await down(configOf(temporaryFolder())))).toBe("Nothing is running.");
  });

  test("ends what a crashed supervisor left behind", async () => {
    const config = configOf(temporaryFolder());
    const child = spawn(process.execPath, ["-e", "setInterval(() => {}, 1000)"]);
    await once(child, "spawn");
    const identity = identityOf(child.pid as number) as ProcessIdentity;
    recordOf(config, { kafka: { ...identity, stopSignal: "SIGINT" } });
    expect(await down(config)).toEqual({ outcome: "cleaned", engines: ["kafka"] });
    expect(child.exitCode ?? child.signalCode).toBe("SIGINT");
  });

  test("clears a stale record", async () => {
    const config = configOf(temporaryFolder());
    recordOf(config, { kafka: gone });
    expect(describeDown(await down(config))).toContain("the record of a crashed start was removed");
    expect(await down(config)).toEqual({ outcome: "not running" });
  });
});

test("reset wipes an instance and keeps artifacts", async () => {
  const config = configOf(temporaryFolder());
  const layout = localInstance(config);
  layout.dataDir("kafka");
  expect((await reset(config)).wiped).toBe(true);
  expect((await reset(config)).wiped).toBe(false);
});
