import type { Column } from "./normalize/domain.ts";
import type { GeneratorPlan } from "./normalize/generator.ts";

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
  readonly clickhouseTables: readonly ClickHouseTablePlan[];
  readonly buckets: readonly BucketPlan[];
  /** By path. */
  readonly events: readonly EventPlan[];
  /** What synthetic events are like, of the domains that say so; by domain. */
  readonly generators: readonly GeneratorPlan[];
  /** By domain and name. */
  readonly panels: readonly PanelPlan[];
  /** What the query API and the live page serve. */
  readonly served: readonly ServedTablePlan[];
}

/** A result that is kept in Postgres, as it is served from there and, live, from its topic. */
export interface ServedTablePlan {
  /** The result's name. */
  readonly name: string;
  readonly domain: string;
  readonly doc?: string;
  readonly topic: string;
  readonly changelogMode: "append" | "upsert";
  /** The Kafka Connect connector that writes it; its consumer group is `connect-<connector>`. */
  readonly connector: string;
  readonly postgresTable: string;
  /** Columns of the Postgres table that no two rows share. */
  readonly primaryKey: readonly string[];
  readonly key: KeyPlan;
  readonly value: TablePlan["value"];
  /** Those of the Postgres table, personal ones left out. */
  readonly columns: readonly ServedColumnPlan[];
  /** Whether a row is of a window: it has window_start and window_end. */
  readonly isWindow: boolean;
  /** The column along which time ranges are asked for: window_start, window_end of growing windows, or the record time. */
  readonly timeColumn?: string;
  /** What rows are told apart by besides time. */
  readonly groupColumns: readonly string[];
  /** Columns of numbers that are no part of the key. */
  readonly measures: readonly string[];
  /**
   * `always`: rows never change; `paired`: a row can change until `finalTable` has it; `never`: nothing says that a row
   * cannot change any more.
   */
  readonly finality: "always" | "paired" | "never";
  /** The result that holds the same rows once they are final. */
  readonly finalTable?: string;
}

/** A column that is served. */
export interface ServedColumnPlan {
  readonly name: string;
  /** As Postgres has it: text, integer, bigint, double precision, numeric(p,s), boolean, timestamptz, or an array of these. */
  readonly type: string;
  readonly nullable: boolean;
  readonly doc?: string;
  /** A currency's code. */
  readonly unit?: string;
  /** Whether values count the currency's smallest units, such as cents. */
  readonly isMinorUnits?: boolean;
}

/** What a dashboard shows of one result. */
export interface PanelPlan {
  readonly domain: string;
  /** Unique in its domain; that of the result where the domain says nothing else. */
  readonly name: string;
  readonly title: string;
  readonly doc?: string;
  /** The result whose rows are shown. */
  readonly table: string;
  /** `line`: along the time, one a group; `bar`: the newest row a group; `number`: the newest row; `table`: rows as they are. */
  readonly kind: "line" | "bar" | "table" | "number";
  /** A timestamp column; rows of a result without one have no order. */
  readonly timeColumn?: string;
  readonly groupColumns: readonly string[];
  /** Empty for a table of all columns. */
  readonly measures: readonly PanelMeasure[];
}

/** A column that a panel draws. */
export interface PanelMeasure {
  readonly column: string;
  readonly title: string;
  /** A currency's code, or what the domain says: °C. */
  readonly unit?: string;
  /** Whether values count the currency's smallest units, such as cents. */
  readonly isMinorUnits?: boolean;
}

/** One type of event, as callers send it and as its topic keeps it. */
export interface EventPlan {
  /** Unique in its domain: `purchase`. */
  readonly name: string;
  readonly domain: string;
  readonly doc?: string;
  /** Where it is posted: `/api/events/<domain>/<name>`; several at once at `<path>/batch`. */
  readonly path: string;
  /** The event table that reads it. */
  readonly table: string;
  readonly topic: string;
  readonly subject: string;
  /** The Avro schema of the topic's records, which several types may share. */
  readonly schema: AvroType;
  readonly key: KeyPlan;
  /** Where several types share a topic: the column that says which one a record is; it holds `name`. */
  readonly typeColumn?: string;
  readonly eventTime: { readonly attribute: string; readonly column: string };
  /** The attribute that identifies an event, where the domain names one. */
  readonly idAttribute?: string;
  /** Where records go that Kafka refuses, and invalid events where they are kept. */
  readonly deadLetterTopic: string;
  /** Whether an invalid event is kept there, besides telling its caller. */
  readonly keepsInvalid: boolean;
  /** What a caller sends, in order; `attribute` is its name in the payload, `name` that of the column. */
  readonly columns: readonly Column[];
}

export interface TopicPlan {
  readonly name: string;
  readonly domain: string;
  /** What its records are: those of a table, those that the door, Flink or a connector could not process, or a connector's own business. */
  readonly role: "event" | "result" | "dead-letter" | "connector";
  readonly partitions: number;
  readonly retentionMs: number;
  readonly cleanupPolicy: "delete" | "compact";
}

/** A schema subject, `<topic>-value` or `<topic>-key`. */
export interface SchemaPlan {
  readonly subject: string;
  readonly domain: string;
  readonly compatibility: "BACKWARD" | "BACKWARD_TRANSITIVE" | "FORWARD" | "FULL" | "NONE";
  /**
   * The Avro schema as JSON data. `JSON.stringify` of it is, byte for byte, what Avro for Java prints, so that Flink's
   * own registration finds this one and adds no version.
   */
  readonly schema: AvroType;
}

/** An Avro schema as JSON data. */
export type AvroType = string | readonly AvroType[] | { readonly [property: string]: unknown };

/** A column of a logical table; `type` is open-source Flink SQL, `NOT NULL` included where it holds. */
export interface ColumnPlan {
  readonly name: string;
  readonly type: string;
  readonly comment?: string;
  /** A metadata column of the Kafka record, for example `timestamp`. */
  readonly metadata?: string;
}

/** A logical table: Flink's view of a topic. DDL for a target is emitted from it alone. */
export interface TablePlan {
  readonly name: string;
  readonly domain: string;
  readonly topic: string;
  /** Event tables are filled through the door, result tables by the domain's statement. */
  readonly role: "event" | "result";
  readonly columns: readonly ColumnPlan[];
  /** `append` and `upsert` describe the changelog; an upsert table has a primary key. */
  readonly changelogMode: "append" | "upsert";
  readonly key: KeyPlan;
  readonly value: { readonly subject: string; readonly schema: AvroType };
  /** Of an event table: where records go whose value cannot be read. */
  readonly deadLetterTopic?: string;
  readonly primaryKey?: readonly string[];
  readonly watermark?: {
    readonly column: string;
    /** How far the watermark stays behind the newest event time: watermark delay plus grace. */
    readonly delayMs: number;
    /** After this long without rows a partition no longer holds the watermark back. */
    readonly idleTimeoutMs: number;
  };
  /**
   * Of an event table: rows that have the same values in these columns as one that came up to `withinMs` before are left
   * out. `receivedTable` has them all.
   */
  readonly deduplicate?: {
    readonly by: readonly string[];
    readonly withinMs: number;
    readonly receivedTable: string;
  };
  /** How often a changed row of an upsert table is written at most; absent: at every change. */
  readonly updateIntervalMs?: number;
}

/** The record key: the bytes of one string column, an Avro record of several columns, or none. */
export type KeyPlan =
  | { readonly format: "raw"; readonly columns: readonly [string] }
  | {
      readonly format: "avro";
      readonly columns: readonly string[];
      readonly subject: string;
      readonly schema: AvroType;
    }
  | { readonly format: "none"; readonly columns: readonly [] };

/** All statements of one domain, run as one statement set so that the topic is read once. */
export interface StatementPlan {
  /** `<domain>`; the running job is named `<name>-<hash>`. */
  readonly name: string;
  readonly domain: string;
  /** First 12 hex digits of the SHA-256 of the normalised inserts, the tables' DDL-relevant data and the settings. */
  readonly hash: string;
  /** Names of the tables that must exist, in the order of their DDL. */
  readonly tables: readonly string[];
  readonly inserts: readonly InsertPlan[];
  readonly settings: StatementSettings;
}

export interface InsertPlan {
  /** Path from the repository's root, for messages: `sql/page-views/page_view_counts.sql`. */
  readonly file: string;
  /** The table that it fills. */
  readonly table: string;
  /** Columns as the statement lists them. */
  readonly columns: readonly string[];
  /** The column that the emitted statement also writes as the Kafka record's time. */
  readonly recordTime?: string;
  /** What follows the column list, as written, and where it begins in the file. */
  readonly query: { readonly text: string; readonly line: number; readonly column: number };
  /** The whole statement as written, without its header comment and without a semicolon. */
  readonly text: string;
}

export interface StatementSettings {
  /**
   * Whether the steps that several inserts begin with are planned once, before each insert picks its own columns: rows are
   * then compared with earlier ones once, not once an insert.
   */
  readonly sharesSteps: boolean;
  /** Zero keeps state for ever. */
  readonly stateTtlMs: number;
  readonly parallelism: number;
  /** How much event time is bundled before aggregates are updated; zero: every row updates at once. */
  readonly miniBatchMs: number;
}

export interface ConnectorPlan {
  readonly name: string;
  readonly domain: string;
  /** Path from the repository's root, for messages. */
  readonly file: string;
  /** Kafka Connect configuration; topics and buckets are resolved, other `${…}` placeholders are the target's. */
  readonly config: Readonly<Record<string, string>>;
}

/**
 * A Postgres table that a connector fills from a result or a stream. Besides its own columns it has those of
 * {@link storeColumns}.
 */
export interface PostgresTablePlan {
  readonly name: string;
  readonly domain: string;
  /** The table of the domain that it holds. */
  readonly table: string;
  readonly columns: readonly { readonly name: string; readonly type: string; readonly nullable: boolean }[];
  readonly primaryKey: readonly string[];
  /** The timestamp column that dates a row: window_start, window_end of growing windows, the record or event time. */
  readonly timeColumn?: string;
  /** How long a row is kept after its time, or after it came where that is later; absent: for ever. */
  readonly retentionMs?: number;
  /** The width of the partitions by `timeColumn`, which is then in the primary key, in UTC; absent: one plain table. */
  readonly partitionBy?: "hour" | "day" | "week" | "month";
  /** Besides the primary key's. */
  readonly indexes: readonly PostgresIndexPlan[];
}

/** An index of a Postgres table, sorted by its columns from the first on. */
export interface PostgresIndexPlan {
  /** Unique in the database, at most 63 characters. */
  readonly name: string;
  readonly columns: readonly { readonly name: string; readonly isDescending: boolean }[];
}

/** A table in ClickHouse in which of the rows with the same `orderBy` values the newest counts, and none once it is deleted. */
export interface ClickHouseTablePlan {
  readonly name: string;
  readonly domain: string;
  /** The table whose rows it holds. */
  readonly table: string;
  /** The connector that fills it, whose configuration says where it is. */
  readonly connector: string;
  /** Those of the rows, then kafka_partition, kafka_offset and is_deleted. */
  readonly columns: readonly ClickHouseColumnPlan[];
  readonly orderBy: readonly string[];
  /** The column of `orderBy` by whose months it is partitioned. */
  readonly monthOf?: string;
  /** When rows are deleted, counted from a time that they hold; absent: never. */
  readonly ttl?: { readonly column: string; readonly afterMs: number };
}

/** A column of a ClickHouse table. */
export interface ClickHouseColumnPlan {
  readonly name: string;
  /** As ClickHouse names it: `LowCardinality(Nullable(String))`. */
  readonly type: string;
  /** What rows have that do not say it. */
  readonly default?: string | number | boolean;
}

export interface BucketPlan {
  readonly name: string;
  /** The name that connectors use: `${bucket:<key>}`. */
  readonly key: string;
  readonly domain: string;
}
