import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { isRunning, type ProcessIdentity, type RunRecord } from "@millrace/engines";
import { describe, expect, test } from "vitest";
import { millrace, program } from "../helpers/millrace.ts";
import { workbenchFolders, workbenchHome } from "../helpers/workbench-home.ts";

/** Runs `sql test` and calls back once its Flink runs. */
async function sqlTest(home: string, whenReady: (child: ChildProcess) => void) {
  const child = spawn(process.execPath, [program, "sql", "test"], {
    env: { ...process.env, MILLRACE_HOME: home, NO_COLOR: "1" },
    detached: true,
    stdio: ["ignore", "ignore", "pipe"],
  });
  let stderr = "";
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    const before = stderr;
    stderr += text;
    if (!before.includes("is ready") && stderr.includes("is ready")) whenReady(child);
  });
  const [code] = (await once(child, "close")) as [number | null];
  return { code, stderr };
}

describe("millrace sql test", () => {
  test("passes the page views' own tests, as JSON", async () => {
    const { stdout } = await millrace(["sql", "test", "page-views", "--json"], {
      MILLRACE_HOME: workbenchHome(),
    });
    const results = JSON.parse(stdout) as { readonly path: string; readonly outcome: string }[];
    const tests = readdirSync(join(import.meta.dirname, "..", "..", "sql", "page-views", "tests"));
    expect(results.map(({ path }) => path)).toEqual(tests.map((name) => `sql/page-views/tests/${name}`));
    expect(new Set(results.map(({ outcome }) => outcome))).toEqual(new Set(["passed"]));
  });

  test("ends its Flink on Ctrl-C", async () => {
    const home = workbenchHome();
    // A group of its own: the terminal's Ctrl-C reaches every process of the group.
    const { code, stderr } = await sqlTest(home, (child) => process.kill(-(child.pid as number), "SIGINT"));
    expect({ code, stderr }).toMatchObject({
      code: 1,
      stderr: expect.stringContaining("Interrupted") as string,
    });
    expect(workbenchFolders(home)).toEqual([]);
  });

  test("ends the Flink that a killed command left behind", async () => {
    const home = workbenchHome();
    let left: ProcessIdentity | undefined;
    await sqlTest(home, (child) => {
      const [folder = ""] = workbenchFolders(home);
      const record = JSON.parse(readFileSync(join(home, folder, "run", "stack.json"), "utf8")) as RunRecord;
      left = record.engines["flink-workbench"];
      process.kill(-(child.pid as number), "SIGKILL");
    });
    expect(left !== undefined && isRunning(left)).toBe(true);
    const [folder = ""] = workbenchFolders(home);
    await millrace(["sql", "test", "--filter", "in-order"], { MILLRACE_HOME: home });
    expect(left !== undefined && isRunning(left)).toBe(false);
    expect(existsSync(join(home, folder))).toBe(false);
  });

  test("says that a domain or test is unknown", async () => {
    const { stderr } = await millrace(["sql", "test", "page-vews"], {}, "capture", 1);
    expect(stderr).toContain("page-vews is neither a domain nor a test file");
  });
});
