import { spawn } from "node:child_process";
import { once } from "node:events";
import { expect, test } from "vitest";
import { freeStackEnv, millrace, program } from "../helpers/millrace.ts";

test("Ctrl-C in the middle of a start stops what was started", async () => {
  const env = { ...(await freeStackEnv(`interrupted-${process.pid}`)), NO_COLOR: "1" };
  // A group of its own: the terminal's Ctrl-C reaches every process of the group.
  const child = spawn(process.execPath, [program, "up"], {
    env: { ...process.env, ...env },
    detached: true,
    stdio: ["ignore", "ignore", "pipe"],
  });
  let stderr = "";
  let isInterrupted = false;
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    stderr += text;
    if (isInterrupted || !/✔ Postgres/.test(stderr)) return;
    isInterrupted = true;
    process.kill(-(child.pid as number), "SIGINT");
  });
  const [code] = (await once(child, "close")) as [number];
  expect({ code, stderr }).toMatchObject({
    code: 1,
    stderr: expect.stringContaining("Interrupted") as string,
  });
  expect((await millrace(["status"], env, "capture", 3)).stdout).toContain("The stack is not running.");
  await millrace(["reset"], env);
});
