/**
 * An engine is described once, as a value, and two launchers run such values: `process` (child processes of this
 * machine) and `docker`. Nothing here knows which one runs it: paths and addresses come from the {@link EngineContext}.
 */

/** Where one engine finds its folders, its ports and its neighbours, as the launcher that runs it sees them. */
export interface EngineContext {
  /** Folder for the engine's own durable data; wiped by `reset`. Exists before {@link Engine.describe} runs. */
  readonly dataDir: string;
  /** Folder into which {@link ServiceSpec.files} are written. */
  readonly configDir: string;
  /** Folder for log files that the engine writes itself; stdout and stderr are captured by the launcher. */
  readonly logDir: string;
  /** The port this engine must listen on, by the name used in {@link Engine.ports}. */
  port(name: string): number;
  /** `host:port` at which this engine reaches another one (or at which others reach this one). */
  address(engine: string, portName: string): string;
  /** The folder of one resolved artifact set (the folder names under `packages/engines/artifacts`). */
  artifact(set: string): string;
  /** A durable folder that several engines see under the same path (Flink's checkpoints). */
  sharedDir(name: string): string;
  /** The Java executable. */
  readonly java: string;
  /**
   * Where the engine's class-data archive stands: `use` an existing one to start faster, or `create` one when the JVM
   * ends. Neither is given where archives are switched off.
   */
  readonly classDataArchive: { readonly use?: string; readonly create?: string };
}

/** A program with its arguments; the first element is the executable. */
export interface CommandSpec {
  readonly argv: readonly [string, ...string[]];
  readonly env?: Readonly<Record<string, string>>;
}

/** A configuration file that the launcher writes into {@link EngineContext.configDir} before the start. */
export interface ConfigFile {
  /** Path relative to the configuration folder. */
  readonly path: string;
  readonly content: string;
  /**
   * Whether the file is changed while the engine runs: it is written at the first start of a stack alone, and an engine
   * that is started again finds the change. Default: false.
   */
  readonly isLive?: boolean;
}

/** How the launcher knows that an engine is ready to be used. */
export type Readiness =
  | {
      readonly kind: "http";
      readonly url: string;
      readonly expectStatus?: number;
      readonly bodyIncludes?: string;
    }
  | { readonly kind: "tcp"; readonly host: string; readonly port: number }
  /** A protocol-level check; throws with the reason while the engine is not ready. */
  | {
      readonly kind: "probe";
      readonly describe: string;
      readonly check: (signal: AbortSignal) => Promise<void>;
    };

/** A command that runs to its end before the engine's first start, and only then (initdb, formatting a disk). */
export interface PrepareStep {
  readonly describe: string;
  /** The step is skipped when this file, relative to the data folder, exists. */
  readonly unlessExists: string;
  readonly command: CommandSpec;
}

/** Everything a launcher needs to run one engine. */
export interface ServiceSpec {
  readonly command: CommandSpec;
  readonly files: readonly ConfigFile[];
  readonly prepare: readonly PrepareStep[];
  readonly readiness: Readiness;
  /** How long the engine may take to become ready, in milliseconds. */
  readonly readyTimeoutMs: number;
  /** Sent first; after `stopTimeoutMs` the process is killed. */
  readonly stopSignal: "SIGTERM" | "SIGINT";
  readonly stopTimeoutMs: number;
  /** Run as this unprivileged user when the launcher itself is root (Postgres refuses root). */
  readonly unprivileged?: boolean;
}

/** An engine: what it is called, what it needs, and how to describe it once its place is known. */
export interface Engine {
  /** Kebab-case, unique in a stack: `kafka`, `flink-taskmanager`. */
  readonly name: string;
  /** Shown to people: `Kafka broker`. */
  readonly title: string;
  /** Artifact sets that must be resolved before the start. */
  readonly artifacts: readonly string[];
  /** Ports by name with their defaults; the default of all engines stand together in `ports.ts`. */
  readonly ports: readonly string[];
  /** Engines that must be ready before this one is started. Keep it empty where the engine itself waits. */
  readonly startAfter: readonly string[];
  /** Holds what others read and write, so it is stopped after them. */
  readonly isStore: boolean;
  describe(context: EngineContext): ServiceSpec;
}
