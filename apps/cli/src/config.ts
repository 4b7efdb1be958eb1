import { join } from "node:path";
import { parseConfig } from "@millrace/common";
import { defaultPorts, type PortTable, portVariable } from "@millrace/engines";
import { z } from "zod";
import { findJava } from "../bin/prerequisites.mjs";

/** The settings of the `millrace` command. */
export interface CliConfig {
  /** The root of the clone. */
  readonly root: string;
  /** Where everything that is written is kept: artifacts and class data, and a folder an instance. */
  readonly home: string;
  /** The stack's name below {@link home}: several can live, and run on other ports, side by side. */
  readonly instance: string;
  /** The prefix of topics and buckets. */
  readonly stage: string;
  /** How many sample events the publisher emits on a first start; 0 for none. */
  readonly sampleEvents: number;
  readonly ports: PortTable;
  readonly java: string;
}

const root = join(import.meta.dirname, "..", "..", "..");
const portNumber = z.coerce.number().int().min(1).max(65_535);

/**
 * Reads the environment: `MILLRACE_HOME` (default `.millrace` in the clone), `MILLRACE_INSTANCE` (default `local`), `STAGE`
 * (default `test`), `SAMPLE_EVENTS` (default 10), and `MILLRACE_PORT_<ENGINE>_<PORT>` for each port. @throws ConfigError with every problem listed
 */
export function readCliConfig(env: Readonly<Record<string, string | undefined>> = process.env): CliConfig {
  const ports = Object.entries(defaultPorts).flatMap(([engine, table]) =>
    Object.entries(table).map(([name, port]) => ({
      engine,
      name,
      port,
      variable: portVariable(engine, name),
    })),
  );
  const schema = z.object({
    MILLRACE_HOME: z.string().min(1).default(join(root, ".millrace")),
    MILLRACE_INSTANCE: z
      .string()
      .regex(/^[a-z][a-z0-9-]{0,39}$/, "a lower-case word of at most 40 letters, digits and hyphens")
      .default("local"),
    STAGE: z
      .string()
      .regex(/^[a-z][a-z0-9-]{0,19}$/, "a lower-case word of at most 20 letters, digits and hyphens")
      .default("test"),
    SAMPLE_EVENTS: z.coerce.number().int().min(0).max(10_000).default(10),
    ...Object.fromEntries(ports.map(({ variable, port }) => [variable, portNumber.default(port)])),
  });
  const settings = parseConfig(schema, env, { program: "millrace" }) as Record<string, unknown>;
  const table: Record<string, Record<string, number>> = {};
  for (const { engine, name, variable } of ports) (table[engine] ??= {})[name] = Number(settings[variable]);
  return {
    root,
    home: String(settings.MILLRACE_HOME),
    instance: String(settings.MILLRACE_INSTANCE),
    stage: String(settings.STAGE),
    sampleEvents: Number(settings.SAMPLE_EVENTS),
    ports: table,
    java: findJava(env) ?? "java",
  };
}
