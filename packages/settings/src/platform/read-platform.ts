import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { SourceFile } from "@millrace/domain";
import { PlatformUnreadableError, UnknownStageError } from "./errors.ts";
import { loadPlatform } from "./load-platform.ts";
import type { Platform } from "./platform.ts";
import { type StageName, stages } from "./stages.ts";

/** Which settings are read. */
export interface ReadPlatformOptions {
  /** The repository's root, which holds `config/`. */
  readonly root: string;
  readonly stage: string;
  readonly env: Readonly<Record<string, string | undefined>>;
}

/**
 * Reads `config/platform.yaml` and `config/platform.<stage>.yaml`; either may be missing.
 * @throws UnknownStageError, PlatformUnreadableError, and what {@link loadPlatform} throws
 */
export function readPlatform({ root, stage, env }: ReadPlatformOptions): Platform {
  const known = asStage(stage);
  const paths = ["config/platform.yaml", `config/platform.${known}.yaml`];
  return loadPlatform({ stage: known, files: paths.flatMap((path) => read(root, path)), env });
}

function asStage(stage: string): StageName {
  const known = stages.find((each) => each === stage);
  if (known === undefined) throw new UnknownStageError(stage);
  return known;
}

function read(root: string, path: string): readonly SourceFile[] {
  try {
    return [{ path, text: readFileSync(join(root, path), "utf8") }];
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === "ENOENT") return [];
    throw new PlatformUnreadableError(path, cause);
  }
}
