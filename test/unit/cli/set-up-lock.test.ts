import { existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { whileAlone } from "../../../apps/cli/bin/set-up-lock.mjs";
import { temporaryFolder } from "../../helpers/temporary-folder.ts";

const never = () => undefined;

test("two set-ups run one after the other", async () => {
  const folder = temporaryFolder();
  const steps: string[] = [];
  const waited: number[] = [];
  const work = (name: string) => async () => {
    steps.push(`${name} begins`);
    await new Promise((resolve) => setImmediate(resolve));
    steps.push(`${name} ends`);
  };
  await Promise.all([
    whileAlone(folder, work("first"), never),
    whileAlone(folder, work("second"), (pid) => waited.push(pid)),
  ]);
  expect(steps).toEqual(["first begins", "first ends", "second begins", "second ends"]);
  expect(waited).toEqual([process.pid]);
});

test("a lock that a dead process left is taken over", async () => {
  const folder = temporaryFolder();
  // No process has an id beyond Linux' largest.
  writeFileSync(join(folder, "set-up.lock"), "99999999");
  let isDone = false;
  await whileAlone(folder, async () => void (isDone = true), never);
  expect(isDone).toBe(true);
});

test("work that fails gives the lock back", async () => {
  const folder = temporaryFolder();
  const failing = whileAlone(folder, () => Promise.reject(new Error("no network")), never);
  await expect(failing).rejects.toThrow("no network");
  expect(existsSync(join(folder, "set-up.lock"))).toBe(false);
});
