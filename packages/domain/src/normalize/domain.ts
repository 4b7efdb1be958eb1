/**
 * A domain after validation: every default filled in, every duration in milliseconds, every name resolved. All later
 * phases read this form and never the YAML.
 */
export interface Domain {
  readonly name: string;
  /** The Avro namespace: `io.millrace.page_views`. */
  readonly namespace: string;
  readonly description?: string;
  readonly entity?: { readonly name: string; readonly primaryKey: string };
  readonly statement: {
    readonly stateTtlMs: number;
    readonly parallelism: number;
    readonly miniBatchMs: number;
  };
  /** Whether an invalid event is kept as a dead letter, besides telling its caller. */
  readonly keepsInvalid: boolean;
  /** The tables that callers fill, in the order of the file, as are results, buckets and columns. */
  readonly streams: readonly EventStream[];
  readonly results: readonly ResultTable[];
  readonly buckets: readonly { readonly key: string; readonly name: string }[];
}

/** What one topic is made with. */
export interface TopicSettings {
  readonly name: string;
  /** What stands before the name, with `${stage}` in it. */
  readonly prefix: string;
  readonly partitions: number;
  readonly retentionMs: number;
  readonly cleanup: "delete" | "compact";
  readonly compatibility: Compatibility;
}

export type Compatibility = "BACKWARD" | "BACKWARD_TRANSITIVE" | "FORWARD" | "FULL" | "NONE";

/** How event time moves on a table; `column` is a timestamp column. */
export interface EventTime {
  readonly column: string;
  readonly delayMs: number;
  readonly graceMs: number;
  readonly idleTimeoutMs: number;
}

/** A topic of events with the table that reads it. */
export interface EventStream {
  /** The name of its Avro record. */
  readonly name: string;
  readonly doc?: string;
  readonly table: string;
  readonly topic: TopicSettings;
  /** Columns of the record key. */
  readonly key: readonly string[];
  readonly eventTime: EventTime;
  /** All columns: where several types share the stream, what only some of them have is optional. */
  readonly columns: readonly Column[];
  readonly deduplicate?: { readonly by: readonly string[]; readonly withinMs: number };
  /** Where several types share the stream: the column that holds the type's name. */
  readonly typeColumn?: string;
  readonly types: readonly EventType[];
}

/** What callers send under one name. */
export interface EventType {
  readonly name: string;
  readonly doc?: string;
  /** What a caller sends, the type column left out. */
  readonly columns: readonly Column[];
}

export interface ResultTable {
  readonly table: string;
  readonly doc?: string;
  readonly topic: TopicSettings;
  readonly mode: "append" | "upsert";
  /** Columns of the record key; empty where records have none. */
  readonly key: readonly string[];
  /** The column that becomes the Kafka record's time. */
  readonly recordTime?: string;
  readonly updateIntervalMs?: number;
  readonly eventTime?: EventTime;
  readonly columns: readonly Column[];
}

/** An attribute of an event or a column of a result. */
export interface Column {
  /** As SQL and Avro name it. */
  readonly name: string;
  /** As the door's payload names it. */
  readonly attribute: string;
  readonly doc?: string;
  /** Names that it had before: records written under them are read. */
  readonly aliases?: readonly string[];
  readonly isOptional: boolean;
  readonly isPersonal: boolean;
  readonly isDimension: boolean;
  readonly type: ColumnType;
  /** What readers of older records see; never together with `isOptional`. */
  readonly default?: string | number | boolean;
  readonly example?: unknown;
  /** What of the request it is taken from where a caller gives none. */
  readonly fromRequest?: RequestFact;
  /** What is kept of its values, which are texts. */
  readonly mask?: Mask;
}

/** What a request tells of itself. `received_at` is a time, the others are texts. */
export type RequestFact = "ip" | "user_agent" | "language" | "received_at" | "correlation_id";

/**
 * What is kept of a text: `hash`: its HMAC-SHA-256 in hex; `redact`: nothing; `ip`: an address without its last octet or its
 * last 80 bits; `email`: the first letter and the domain.
 */
export type Mask = "hash" | "redact" | "ip" | "email";

/** The type of a column; text limits and ranges are the door's business and change no schema. */
export type ColumnType =
  | {
      readonly kind: "string";
      readonly minLength?: number;
      readonly maxLength?: number;
      readonly pattern?: string;
      readonly format?: "uuid" | "email" | "uri" | "ip" | "ipv4" | "ipv6" | "date";
      readonly generated?: "uuid";
    }
  | { readonly kind: "int" | "long" | "double"; readonly min?: number; readonly max?: number }
  | { readonly kind: "boolean" }
  | { readonly kind: "timestamp"; readonly unit: "seconds" | "millis" | "iso" }
  /** An exact number of at most `precision` digits, `scale` of them behind the point. */
  | { readonly kind: "decimal"; readonly precision: number; readonly scale: number }
  /**
   * Kept as integer minor units (cents); with `currency` that one for all, without it each value carries its own as
   * `{ amount, currency }`. `unit` says how a payload gives the amount: 1250 (minor) or 12.5 (major).
   */
  | { readonly kind: "money"; readonly currency?: string; readonly unit: "minor" | "major" }
  | { readonly kind: "enum"; readonly values: readonly string[] }
  | { readonly kind: "array"; readonly items: Column; readonly minItems?: number; readonly maxItems?: number }
  | { readonly kind: "map"; readonly values: Column }
  | { readonly kind: "record"; readonly fields: readonly Column[] };
