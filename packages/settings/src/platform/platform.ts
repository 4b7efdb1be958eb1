import { parseDuration, type TopicDefaults } from "@millrace/domain";
import type { BackendName } from "../secrets/backend-names.ts";
import {
  clickHouseDefaults,
  type ClickHouseInput,
  type ClickHouseSettings,
  toClickHouseSettings,
} from "./clickhouse-settings.ts";
import type { Leaf } from "./merge-layers.ts";
import {
  metricsDefaults,
  type MetricsInput,
  type MetricsSettings,
  toMetricsSettings,
} from "./metrics-settings.ts";
import {
  publisherDefaults,
  type PublisherInput,
  type PublisherSettings,
  toPublisherSettings,
} from "./publisher-settings.ts";
import type { StageName } from "./stages.ts";

/** The settings of one stage: files, environment and defaults together. */
export interface Platform {
  readonly stage: StageName;
  /** First word of every topic and bucket. */
  readonly prefix: string;
  /** How many sample events the publisher emits on a first start; 0 for none. */
  readonly sampleEvents: number;
  /** The domains that run where nobody chooses others. */
  readonly domains: "all" | readonly string[];
  readonly topics: TopicDefaults;
  readonly publisher: PublisherSettings;
  readonly metrics: MetricsSettings;
  /** Absent: domains that keep rows in ClickHouse do without. */
  readonly clickhouse?: ClickHouseSettings;
  readonly secrets: SecretSettings;
  /** Every value with its path and where it came from, sorted by path. */
  readonly settings: readonly (Leaf & { readonly path: string })[];
}

/** Where secrets are looked for. */
export interface SecretSettings {
  /** For a reference that names no backend. */
  readonly order: readonly BackendName[];
  readonly ttlMs: number;
  /** Paths from the repository's root. */
  readonly file: { readonly folder: string; readonly envFile: string };
  /** `token` is a reference itself. */
  readonly vault: { readonly address?: string; readonly namespace?: string; readonly token: string };
  readonly aws: { readonly region?: string; readonly endpoint?: string };
  readonly azure: { readonly vaultUrl?: string };
  readonly google: { readonly project?: string };
}

/** What holds where nobody says anything else. */
export function platformDefaults(stage: StageName) {
  return {
    prefix: stage,
    sample_events: 0,
    domains: "all",
    topics: { partitions: 1, retention: "7 days" },
    publisher: publisherDefaults(stage),
    metrics: metricsDefaults,
    clickhouse: clickHouseDefaults,
    secrets: {
      order: ["env", "file"],
      ttl: "5 minutes",
      file: { folder: ".secrets", env_file: ".env" },
      vault: { token: "${secret:env:VAULT_TOKEN}" },
      aws: {},
      azure: {},
      google: {},
    },
  };
}

/** Merged data, as {@link platformDefaults} fills it up, that the schema has found right. */
export type MergedInput = Omit<
  ReturnType<typeof platformDefaults>,
  "domains" | "publisher" | "metrics" | "clickhouse"
> & {
  readonly publisher: PublisherInput;
  readonly metrics: MetricsInput;
  readonly clickhouse: ClickHouseInput;
  readonly domains: "all" | readonly string[];
  readonly secrets: {
    readonly order: readonly BackendName[];
    readonly vault: { readonly address?: string; readonly namespace?: string };
    readonly aws: { readonly region?: string; readonly endpoint?: string };
    readonly azure: { readonly vault_url?: string };
    readonly google: { readonly project?: string };
  };
};

/** Merged data in the words and units of the code. */
export function toPlatform(input: MergedInput, stage: StageName): Omit<Platform, "settings"> {
  const clickhouse = toClickHouseSettings(input.clickhouse);
  const { order, ttl, file, vault, aws, azure, google } = input.secrets;
  return {
    stage,
    prefix: input.prefix,
    sampleEvents: input.sample_events,
    domains: input.domains,
    topics: { partitions: input.topics.partitions, retentionMs: parseDuration(input.topics.retention) },
    publisher: toPublisherSettings(input.publisher),
    metrics: toMetricsSettings(input.metrics),
    ...(clickhouse === undefined ? {} : { clickhouse }),
    secrets: {
      order,
      ttlMs: parseDuration(ttl),
      file: { folder: file.folder, envFile: file.env_file },
      vault,
      aws,
      azure: azure.vault_url === undefined ? {} : { vaultUrl: azure.vault_url },
      google,
    },
  };
}
