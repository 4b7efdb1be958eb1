import { randomBytes } from "node:crypto";
import { mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { resolveArtifacts } from "@millrace/engines";
import { type CliConfig, readCliConfig } from "../../apps/cli/src/config.ts";
import { progress } from "./progress.ts";

/**
 * A fresh instance beside the clone's own, whose folder is removed in the end. It shares the clone's artifacts and class-data
 * archives: an archive is good for one class path only, so a home elsewhere could not use them.
 */
export interface BenchInstance extends Disposable {
  /** Its folder. */
  readonly root: string;
  /** The clone's settings for this instance. */
  readonly config: CliConfig;
}

/** Makes the folder of an instance under a name that no other has. */
export function makeBenchInstance(): BenchInstance {
  const config = readCliConfig();
  const instance = `bench-${randomBytes(4).toString("hex")}`;
  const root = join(config.home, instance);
  mkdirSync(root, { recursive: true });
  return {
    root,
    config: { ...config, instance },
    [Symbol.dispose]: () => rmSync(root, { recursive: true, force: true }),
  };
}

/** Where a benchmark keeps what outlives it: `.millrace/bench`. */
export function benchFolder({ home }: Pick<CliConfig, "home"> = readCliConfig()): string {
  const folder = join(home, "bench");
  mkdirSync(folder, { recursive: true });
  return folder;
}

/** Resolves the engines' artifacts where that has not been done. */
export async function resolveEngines({ home }: Pick<CliConfig, "home"> = readCliConfig()): Promise<void> {
  let told = false;
  await resolveArtifacts({
    artifactsDir: join(home, "artifacts"),
    onProgress: ({ type }) => {
      if (type === "unchanged" || told) return;
      told = true;
      progress("resolving the engines' artifacts, once");
    },
  });
}
