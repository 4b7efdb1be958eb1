import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { PageViewClone } from "./page-view-clone.ts";

/** One run of a suite of SQL tests, in milliseconds. */
export interface SuiteMeasurement {
  /** From the command to its end, Node's and Flink's start and stop included. */
  readonly totalMs: number;
  /** From the command's own beginning until Flink was ready. */
  readonly flinkMs: number;
  /** Each test, in order; the first meets a cold planner. */
  readonly testMs: readonly number[];
}

/** Runs a suite of so many tests as a command of its own. @throws Error when a test fails */
export async function measureSuite(tests: number): Promise<SuiteMeasurement> {
  using clone = new PageViewClone();
  clone.multiplyTests(tests);
  const program = join(import.meta.dirname, "sql-suite.ts");
  const begin = performance.now();
  const child = spawn(
    process.execPath,
    ["--conditions=millrace-source", "--import", "tsx", program, clone.root],
    { stdio: ["ignore", "pipe", "inherit"] },
  );
  let text = "";
  child.stdout.setEncoding("utf8").on("data", (part: string) => (text += part));
  const [code] = (await once(child, "close")) as [number | null];
  if (code !== 0) throw new Error(`the suite ended with ${code}`);
  const found = JSON.parse(text) as Omit<SuiteMeasurement, "totalMs">;
  return { totalMs: performance.now() - begin, ...found };
}
