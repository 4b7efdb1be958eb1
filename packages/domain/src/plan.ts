/**
 * The plan: what a set of domains needs, as plain data. It names no address, no secret and no machine: whatever the
 * target knows (bootstrap servers, registry address, credentials, bucket endpoint) stands in it as a placeholder
 * `${name}` and is bound when the plan is applied. The local target and the Terraform target read the same plan.
 */
export interface Plan {
  readonly version: 1;
  /** The prefix of every topic and bucket name: `test` on a laptop. */
  readonly stage: string;
  /** Sorted by name, like every list below. */
  readonly topics: readonly TopicPlan[];
  readonly schemas: readonly SchemaPlan[];
  readonly tables: readonly TablePlan[];
  readonly statements: readonly StatementPlan[];
  readonly connectors: readonly ConnectorPlan[];
  readonly postgresTables: readonly PostgresTablePlan[];
  readonly buckets: readonly BucketPlan[];
}

export interface TopicPlan {
  readonly name: string;
  readonly domain: string;
  readonly partitions: number;
  readonly retentionMs: number;
  readonly cleanupPolicy: "delete" | "compact";
}

/** A schema subject, `<topic>-value` or `<topic>-key`. */
export interface SchemaPlan {
  readonly subject: string;
  readonly domain: string;
  readonly compatibility: "BACKWARD" | "BACKWARD_TRANSITIVE" | "FORWARD" | "FULL" | "NONE";
  /** The Avro schema as JSON data. */
  readonly schema: unknown;
}

/** A column of a logical table; `type` is Flink SQL, `NOT NULL` included where it holds. */
export interface ColumnPlan {
  readonly name: string;
  readonly type: string;
  readonly comment?: string;
  /** A metadata column of the Kafka record, for example `timestamp`. */
  readonly metadata?: string;
}

/** A logical table: Flink's view of a topic. DDL for a target is emitted from it. */
export interface TablePlan {
  readonly name: string;
  readonly domain: string;
  readonly topic: string;
  readonly columns: readonly ColumnPlan[];
  /** `append` and `upsert` describe the changelog; an upsert table has a primary key. */
  readonly changelogMode: "append" | "upsert";
  /** Columns of the record key, in order: one raw string column or an Avro record. */
  readonly key: { readonly format: "raw" | "avro"; readonly columns: readonly string[] };
  readonly primaryKey?: readonly string[];
  readonly watermark?: {
    readonly column: string;
    /** How far the watermark stays behind the newest event time: watermark delay plus grace. */
    readonly delayMs: number;
    /** After this long without rows a partition no longer holds the watermark back. */
    readonly idleTimeoutMs: number;
  };
}

/** All statements of one domain, run as one statement set so that the topic is read once. */
export interface StatementPlan {
  /** `<domain>`; the running job is named `<name>-<hash>`. */
  readonly name: string;
  readonly domain: string;
  /** First 12 hex digits of the SHA-256 of the normalised text, DDL and settings. */
  readonly hash: string;
  /** Names of the tables that must exist, in the order of their DDL. */
  readonly tables: readonly string[];
  readonly inserts: readonly InsertPlan[];
  readonly settings: StatementSettings;
}

export interface InsertPlan {
  /** Path below `sql/`, for messages: `page-views/page_view_counts.sql`. */
  readonly file: string;
  /** The statement without its header comment and without a semicolon. */
  readonly text: string;
}

export interface StatementSettings {
  readonly stateTtlMs: number;
  readonly parallelism: number;
  /**
   * Rows are pre-aggregated over this much event time before state is touched; 0 switches it off. It must divide the
   * windows' sizes and the watermark delay, because watermarks pass only at its multiples. Only for statements whose every
   * source is read through a window function: elsewhere Flink batches by the wall clock, and CURRENT_WATERMARK with it.
   */
  readonly miniBatchMs: number;
}

export interface ConnectorPlan {
  readonly name: string;
  readonly domain: string;
  /** Path below `connectors/`, for messages. */
  readonly file: string;
  /** Kafka Connect configuration; values may hold `${…}` placeholders. */
  readonly config: Readonly<Record<string, string>>;
}

export interface PostgresTablePlan {
  readonly name: string;
  readonly domain: string;
  readonly columns: readonly { readonly name: string; readonly type: string; readonly nullable: boolean }[];
  readonly primaryKey: readonly string[];
}

export interface BucketPlan {
  readonly name: string;
  readonly domain: string;
}
