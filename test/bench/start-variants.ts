import type { CommandSpec, ConfigFile, Engine, ServiceSpec } from "@millrace/engines";

/** Ways to start the engines without one of the things that make the start quick or small. */
export const variantNames = ["no-class-data", "one-by-one", "full-compiler", "plugin-scan"] as const;
export type VariantName = (typeof variantNames)[number];

/** How one variant starts the engines. */
export interface Variant {
  /** What is missing, as it is shown. */
  readonly title: string;
  readonly usesClassData: boolean;
  readonly change: (engines: readonly Engine[]) => readonly Engine[];
}

/** Every variant by its name. */
export const variants: Readonly<Record<VariantName, Variant>> = {
  "no-class-data": {
    title: "without class-data archives",
    usesClassData: false,
    change: (engines) => engines,
  },
  "one-by-one": { title: "engines one after the other", usesClassData: true, change: oneByOne },
  "full-compiler": {
    title: "both compilers in every JVM",
    usesClassData: true,
    change: (engines) => engines.map((engine) => described(engine, { command: withFullCompiler })),
  },
  "plugin-scan": {
    title: "Connect with its default plugin discovery",
    usesClassData: true,
    change: (engines) => engines.map((engine) => described(engine, { file: withPluginScan })),
  },
};

/** Each engine waits for the one before it. */
function oneByOne(engines: readonly Engine[]): readonly Engine[] {
  return engines.map((engine, at) => {
    const before = engines[at - 1];
    return before === undefined ? engine : { ...engine, startAfter: [...engine.startAfter, before.name] };
  });
}

function described(
  engine: Engine,
  change: {
    readonly command?: (command: CommandSpec) => CommandSpec;
    readonly file?: (file: ConfigFile) => ConfigFile;
  },
): Engine {
  const { command = (same) => same, file = (same) => same } = change;
  const apply = (spec: ServiceSpec) => ({
    ...spec,
    command: command(spec.command),
    files: spec.files.map(file),
  });
  return { ...engine, describe: (context) => apply(engine.describe(context)) };
}

function withFullCompiler(command: CommandSpec): CommandSpec {
  const [program, ...args] = command.argv;
  return { ...command, argv: [program, ...args.filter((arg) => arg !== "-XX:TieredStopAtLevel=1")] };
}

function withPluginScan(file: ConfigFile): ConfigFile {
  return {
    ...file,
    content: file.content.replace(/^plugin\.discovery=.*$/m, "plugin.discovery=hybrid_warn"),
  };
}
