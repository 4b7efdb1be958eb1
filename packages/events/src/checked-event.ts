import type { EventProblem } from "./problem.ts";

/** An event that keeps everything its domain says of it, ready to be encoded. */
export interface CheckedEvent {
  /** The value of the attribute that identifies it, where the domain names one. */
  readonly id?: string;
  /** The event's own time, in milliseconds since the epoch. */
  readonly timestampMs: number;
  /** The columns of its topic that this type of event has, as Avro encodes them. */
  readonly value: Readonly<Record<string, unknown>>;
}

/** An event, or everything that is wrong with its payload. */
export type ParsedEvent =
  | { readonly ok: true; readonly event: CheckedEvent }
  | { readonly ok: false; readonly problems: readonly EventProblem[] };

/** Headers of a Kafka record. */
export type EventHeaders = Readonly<Record<string, string>>;

/** The registry's ids of a topic's schemas. */
export interface SchemaIds {
  readonly value: number;
  /** That of the key, where keys are Avro. */
  readonly key?: number;
}
