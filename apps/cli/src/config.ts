import { join } from "node:path";
import { parseConfig, Secret } from "@millrace/common";
import type { TopicDefaults } from "@millrace/domain";
import { defaultPorts, type PortTable, portVariable } from "@millrace/engines";
import {
  type ClickHouseSettings,
  describeOrigin,
  type MetricsSettings,
  type Platform,
  platformSecrets,
  platformVariables,
  type PublisherSettings,
  readPlatform,
  type SecretStore,
} from "@millrace/settings";
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
  /** Which domains run where nobody has chosen others, and where that stands. */
  readonly domains: { readonly chosen: Platform["domains"]; readonly place: string };
  /** For topics of which the domains say nothing. */
  readonly topicDefaults: TopicDefaults;
  /** What the publisher takes, from whom, and how much. */
  readonly publisher: PublisherSettings;
  /** Absent: rows that domains keep in ClickHouse are not kept there. */
  readonly clickhouse?: ClickHouseSettings;
  /** What the query API and the dashboard may take up. */
  readonly metrics: MetricsSettings;
  /** The key of hashes that stand for personal values. Default: one of the instance's own. */
  readonly maskingKey?: Secret;
  readonly ports: PortTable;
  readonly java: string;
}

/** The root of the clone that this program belongs to. */
export const rootOfClone = join(import.meta.dirname, "..", "..", "..");
const portNumber = z.coerce.number().int().min(1).max(65_535);

/** The stage that runs on this machine. */
export const localStage = "dev";

/**
 * Reads the environment: `MILLRACE_HOME` (default `.millrace` in the clone), `MILLRACE_INSTANCE` (default `local`),
 * `MASKING_KEY` and
 * `MILLRACE_PORT_<ENGINE>_<PORT>` for each port; and the settings of the stage dev, over which the variables of
 * docs/settings.md have precedence.
 *
 * @throws ConfigError with every problem of the environment; PlatformInvalidError with every problem of the files
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
    MILLRACE_HOME: z.string().min(1).default(join(rootOfClone, ".millrace")),
    MILLRACE_INSTANCE: z
      .string()
      .regex(/^[a-z][a-z0-9-]{0,39}$/, "a lower-case word of at most 40 letters, digits and hyphens")
      .default("local"),
    MASKING_KEY: z.string().min(16, { error: "at least 16 characters" }).optional(),
    ...platformVariables,
    ...Object.fromEntries(ports.map(({ variable, port }) => [variable, portNumber.default(port)])),
  });
  const settings = parseConfig(schema, env, { program: "millrace" }) as Record<string, unknown>;
  const platform = readPlatformConfig(localStage, env);
  const table: Record<string, Record<string, number>> = {};
  for (const { engine, name, variable } of ports) (table[engine] ??= {})[name] = Number(settings[variable]);
  return {
    root: rootOfClone,
    home: String(settings.MILLRACE_HOME),
    instance: String(settings.MILLRACE_INSTANCE),
    stage: platform.prefix,
    sampleEvents: platform.sampleEvents,
    domains: { chosen: platform.domains, place: placeOf(platform, "domains") },
    topicDefaults: platform.topics,
    publisher: platform.publisher,
    ...(platform.clickhouse === undefined ? {} : { clickhouse: platform.clickhouse }),
    metrics: platform.metrics,
    ...(settings.MASKING_KEY === undefined ? {} : { maskingKey: new Secret(String(settings.MASKING_KEY)) }),
    ports: table,
    java: findJava(env) ?? "java",
  };
}

function placeOf({ settings }: Platform, wanted: string): string {
  const setting = settings.find(({ path }) => path === wanted);
  return setting === undefined ? wanted : describeOrigin(setting.origin);
}

/** The settings of a stage. @throws what `readPlatform` throws */
export function readPlatformConfig(
  stage: string,
  env: Readonly<Record<string, string | undefined>> = process.env,
): Platform {
  return readPlatform({ root: rootOfClone, stage, env });
}

/** The secrets of a stage, of which none is read yet. */
export function secretsOf(
  platform: Platform,
  env: Readonly<Record<string, string | undefined>> = process.env,
): SecretStore {
  return platformSecrets(platform, { root: rootOfClone, env });
}
