import type { CommandSpec, EngineContext } from "../service.ts";

/** How one engine's JVM is started. */
export interface JvmOptions {
  readonly mainClass: string;
  /** Jars, folders or wildcards (`folder/*`), in order. */
  readonly classPath: readonly string[];
  readonly args: readonly string[];
  readonly heapMb: number;
  /**
   * `quick` compiles with C1 only: half the start-up work and less memory, for engines that coordinate. `full` is the
   * JVM's default, for engines through which every event passes.
   */
  readonly compiler: "quick" | "full";
  /** Defaults to `serial`: on two cores with a small heap it starts fastest and takes the least memory. */
  readonly collector?: "serial" | "parallel" | "g1";
  readonly systemProperties?: Readonly<Record<string, string>>;
  /** Further JVM flags, such as `--add-opens`. */
  readonly flags?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
}

const collectorFlags = {
  serial: "-XX:+UseSerialGC",
  parallel: "-XX:+UseParallelGC",
  g1: "-XX:+UseG1GC",
} as const;

/** Builds the command line of a JVM; the class-data archive of the context is used or created. */
export function jvmCommand(context: EngineContext, options: JvmOptions): CommandSpec {
  const properties = Object.entries(options.systemProperties ?? {}).map(
    ([key, value]) => `-D${key}=${value}`,
  );
  return {
    argv: [
      context.java,
      `-Xmx${options.heapMb}m`,
      `-Xms${Math.min(options.heapMb, 64)}m`,
      collectorFlags[options.collector ?? "serial"],
      ...(options.compiler === "quick" ? ["-XX:TieredStopAtLevel=1"] : []),
      "-XX:+ExitOnOutOfMemoryError",
      ...archiveFlags(context),
      ...(options.flags ?? []),
      ...properties,
      "-cp",
      options.classPath.join(":"),
      options.mainClass,
      ...options.args,
    ],
    // One malloc arena a core is plenty here and keeps the resident size of a JVM down.
    env: { MALLOC_ARENA_MAX: "2", ...options.env },
  };
}

function archiveFlags({ classDataArchive: { use, create } }: EngineContext): string[] {
  if (use !== undefined) return ["-Xshare:auto", `-XX:SharedArchiveFile=${use}`];
  if (create !== undefined)
    return [`-XX:ArchiveClassesAtExit=${create}`, "-Xlog:cds=off", "-Xlog:cds+dynamic=off"];
  return [];
}
