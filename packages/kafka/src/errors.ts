import { MillraceError } from "@millrace/common";

/** No broker answered in time. Nothing is known about the operation when it had been sent already. */
export class KafkaUnreachableError extends MillraceError {
  readonly code = "KAFKA_UNREACHABLE";
  readonly operation: string;
  readonly bootstrapServers: readonly string[];

  constructor(facts: {
    readonly operation: string;
    readonly bootstrapServers: readonly string[];
    readonly waitedMs: number;
    readonly cause?: unknown;
  }) {
    const fault =
      facts.cause === undefined
        ? `did not answer within ${facts.waitedMs} ms`
        : `could not be reached${lastWords(facts.cause)}`;
    super(
      `${facts.operation}: Kafka at ${facts.bootstrapServers.join(",")} ${fault}; ` +
        "check that the broker runs and that this address reaches it",
      { cause: facts.cause },
    );
    this.operation = facts.operation;
    this.bootstrapServers = facts.bootstrapServers;
  }
}

/** A broker answered, and refused. Trying the same again gives the same answer. */
export class KafkaRefusedError extends MillraceError {
  readonly code = "KAFKA_REFUSED";
  readonly operation: string;
  /** Kafka's name of the error: `INVALID_CONFIG`, `SASL_AUTHENTICATION_FAILED`. */
  readonly reason: string;

  constructor(operation: string, reason: string, cause?: unknown) {
    super(`${operation}: the broker refused with ${reason}${lastWords(cause)}`, { cause });
    this.operation = operation;
    this.reason = reason;
  }
}

/** The topic does not exist (topics are never made by producing or reading). */
export class TopicNotFoundError extends MillraceError {
  readonly code = "KAFKA_TOPIC_NOT_FOUND";
  readonly topic: string;

  constructor(topic: string, cause?: unknown) {
    super(`topic ${topic} does not exist; create it first (topics come from the domain's plan)`, { cause });
    this.topic = topic;
  }
}

/** A record was not acknowledged in time. With `unknown` it may still be in the log: send it again by the same id. */
export class NotDeliveredError extends MillraceError {
  readonly code = "KAFKA_NOT_DELIVERED";
  readonly topic: string;
  readonly outcome: "not-sent" | "unknown";

  constructor(topic: string, outcome: "not-sent" | "unknown", cause?: unknown) {
    const fact = outcome === "not-sent" ? "it was not sent" : "whether it was written is not known";
    super(`a record for ${topic} was not acknowledged by Kafka, ${fact}${lastWords(cause)}; send it again`, {
      cause,
    });
    this.topic = topic;
    this.outcome = outcome;
  }
}

/** The broker refuses this very record, for example for its size or its timestamp; the others are not touched. */
export class RecordRefusedError extends MillraceError {
  readonly code = "KAFKA_RECORD_REFUSED";
  readonly topic: string;
  /** Kafka's name of the error: `MESSAGE_TOO_LARGE`, `INVALID_TIMESTAMP`. */
  readonly reason: string;

  constructor(topic: string, reason: string, cause?: unknown) {
    super(`the broker refused a record for ${topic} with ${reason}${lastWords(cause)}; correct the record`, {
      cause,
    });
    this.topic = topic;
    this.reason = reason;
  }
}

/** More is waiting for Kafka than the producer may hold. Nothing was taken; come again later. */
export class ProducerFullError extends MillraceError {
  readonly code = "KAFKA_PRODUCER_FULL";
  readonly waitingBytes: number;
  readonly limitBytes: number;

  constructor(waitingBytes: number, limitBytes: number) {
    super(
      `the producer already holds ${waitingBytes} bytes that Kafka has not acknowledged (limit ${limitBytes}); send again later`,
    );
    this.waitingBytes = waitingBytes;
    this.limitBytes = limitBytes;
  }
}

/** A batch was compressed by another program with a codec that kafkajs cannot read. */
export class UnsupportedCompressionError extends MillraceError {
  readonly code = "KAFKA_COMPRESSION";
  readonly topic: string;
  readonly codec: string;

  constructor(topic: string, codec: string, cause?: unknown) {
    super(
      `topic ${topic} holds a batch compressed with ${codec}, which this reader does not know (only gzip and none); ` +
        "set compression.type to gzip or none at its producer or its topic",
      { cause },
    );
    this.topic = topic;
    this.codec = codec;
  }
}

/** A connection setting such as a JAAS line cannot be read. The message never holds a secret. */
export class ConnectionSettingError extends MillraceError {
  readonly code = "KAFKA_CONNECTION_SETTING";
}

function lastWords(cause: unknown): string {
  return cause instanceof Error && cause.message !== "" ? ` (${cause.message})` : "";
}
