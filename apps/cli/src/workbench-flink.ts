import { join } from "node:path";
import { resolveArtifacts } from "@millrace/engines";
import { startWorkbenchFlink, type WorkbenchFlink } from "@millrace/workbench";
import type { CliConfig } from "./config.ts";

/** Starts a Flink of the workbench's own, says so on standard error, and ends it after the work. */
export async function withWorkbenchFlink<T>(
  { home, java }: CliConfig,
  signal: AbortSignal,
  work: (flink: WorkbenchFlink) => Promise<T>,
): Promise<T> {
  let isTold = false;
  await resolveArtifacts({
    artifactsDir: join(home, "artifacts"),
    onProgress: ({ type }) => {
      if (type !== "resolving" || isTold) return;
      isTold = true;
      process.stderr.write("Resolving the engines, which takes a few minutes the first time …\n");
    },
  });
  signal.throwIfAborted();
  const begin = performance.now();
  await using flink = await startWorkbenchFlink({ home, java, signal });
  const seconds = ((performance.now() - begin) / 1000).toFixed(1);
  process.stderr.write(`Flink of the workbench is ready in ${seconds} s.\n`);
  return await work(flink);
}
