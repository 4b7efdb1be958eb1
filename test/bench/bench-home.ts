import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { resolveArtifacts } from "@millrace/engines";
import { type CliConfig, readCliConfig } from "../../apps/cli/src/config.ts";
import { progress } from "./progress.ts";

/** A folder below the clone's `.millrace/bench` that stands in for `.millrace` and is removed in the end. */
export interface BenchHome extends Disposable {
  readonly root: string;
  /** The clone's own settings, with this folder as their home. */
  readonly config: CliConfig;
}

/**
 * Makes a fresh home whose `artifacts` and `class-data` are links to the clone's, so that nothing is resolved again.
 * @param classDataDir another folder of class-data archives than the clone's
 */
export function makeBenchHome(classDataDir?: string): BenchHome {
  const config = readCliConfig();
  const root = mkdtempSync(join(benchFolder(config), "home-"));
  // Postgres, run as nobody where the caller is root, must be able to pass through.
  chmodSync(root, 0o755);
  mkdirSync(join(config.home, "class-data"), { recursive: true });
  symlinkSync(join(config.home, "artifacts"), join(root, "artifacts"));
  symlinkSync(classDataDir ?? join(config.home, "class-data"), join(root, "class-data"));
  return {
    root,
    config: { ...config, home: root },
    [Symbol.dispose]: () => rmSync(root, { recursive: true, force: true }),
  };
}

/** Where everything that a benchmark writes stands: `.millrace/bench`. */
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
