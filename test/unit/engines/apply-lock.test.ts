import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { awaitApply, claimApply } from "../../../packages/engines/src/apply/apply-lock.ts";
import { ApplyRunningError } from "../../../packages/engines/src/apply/errors.ts";
import { temporaryFolder } from "../../helpers/temporary-folder.ts";

describe("the right to apply", () => {
  test("is one process' at a time, and the message names it", () => {
    const folder = temporaryFolder();
    using _lock = claimApply(folder);
    expect(() => claimApply(folder)).toThrow(
      `Process ${process.pid} is applying a plan to this stack, so nothing was changed. Wait until it is done, then apply again; "ps -p ${process.pid}" shows what it is.`,
    );
  });

  test("can be had again once it is given back", () => {
    const folder = temporaryFolder();
    claimApply(folder).release();
    expect(() => claimApply(folder).release()).not.toThrow();
  });

  test("is taken over from a process that is gone", () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, "apply.lock"), JSON.stringify({ pid: 2 ** 22 + 1, startedAt: "1" }));
    expect(() => claimApply(folder).release()).not.toThrow();
  });

  test("is taken over even where taking it over was interrupted", () => {
    const folder = temporaryFolder();
    const gone = JSON.stringify({ pid: 2 ** 22 + 1, startedAt: "1" });
    writeFileSync(join(folder, "apply.lock"), gone);
    writeFileSync(join(folder, "apply.lock.takeover"), gone);
    expect(() => claimApply(folder).release()).not.toThrow();
  });

  test("is waited for", async () => {
    const folder = temporaryFolder();
    const first = claimApply(folder);
    const second = awaitApply(folder, { timeoutMs: 5_000 });
    first.release();
    using lock = await second;
    expect(lock).toBeDefined();
  });

  test("is not waited for longer than allowed", async () => {
    const folder = temporaryFolder();
    using _lock = claimApply(folder);
    await expect(awaitApply(folder, { timeoutMs: 0 })).rejects.toThrow(ApplyRunningError);
  });
});
