import { MillraceError } from "@millrace/common";
import type { KafkaConnection } from "./connection.ts";
import { KafkaRefusedError, KafkaUnreachableError, TopicNotFoundError } from "./errors.ts";

/** What was being done when kafkajs threw. */
export interface OperationContext {
  /** In words, for the message: `create topics a, b`. */
  readonly operation: string;
  readonly connection: KafkaConnection;
  readonly waitedMs: number;
  readonly topic?: string | undefined;
}

/** Protocol errors that pass by themselves; when they do not, the cluster is not usable. */
const passing = new Set([
  "LEADER_NOT_AVAILABLE",
  "NOT_LEADER_FOR_PARTITION",
  "REQUEST_TIMED_OUT",
  "BROKER_NOT_AVAILABLE",
  "NETWORK_EXCEPTION",
  "NOT_CONTROLLER",
  "NOT_ENOUGH_REPLICAS",
  "NOT_ENOUGH_REPLICAS_AFTER_APPEND",
  "GROUP_COORDINATOR_NOT_AVAILABLE",
  "GROUP_LOAD_IN_PROGRESS",
  "NOT_COORDINATOR_FOR_GROUP",
]);

/** The name of the protocol error below a kafkajs error: `INVALID_CONFIG`; undefined when no broker had answered. */
export function protocolErrorOf(error: unknown): string | undefined {
  for (const at of causes(error)) {
    if ("type" in at && typeof at.type === "string") return at.type;
    if (at.name === "KafkaJSSASLAuthenticationError") return "SASL_AUTHENTICATION_FAILED";
  }
  return undefined;
}

const maxDepth = 6;

/** The error and what led to it, the first of several errors included (`createTopics` throws those together). */
export function causes(error: unknown): readonly Error[] {
  const chain: Error[] = [];
  let at = error;
  while (at instanceof Error && chain.length < maxDepth) {
    chain.push(at);
    at = "errors" in at && Array.isArray(at.errors) ? at.errors[0] : at.cause;
  }
  return chain;
}

/** Turns whatever kafkajs threw into this package's errors; what already is one passes through. */
export function toKafkaError(error: unknown, context: OperationContext): MillraceError {
  if (error instanceof MillraceError) return error;
  const reason = protocolErrorOf(error);
  if (reason === "UNKNOWN_TOPIC_OR_PARTITION" && context.topic !== undefined) {
    return new TopicNotFoundError(context.topic, error);
  }
  if (reason !== undefined && !passing.has(reason)) {
    return new KafkaRefusedError(context.operation, reason, causes(error).at(-1));
  }
  const { operation, waitedMs } = context;
  return new KafkaUnreachableError({
    operation,
    bootstrapServers: context.connection.bootstrapServers,
    waitedMs,
    cause: error,
  });
}

const staleNames = new Set([
  "KafkaJSMetadataNotLoaded",
  "KafkaJSConnectionError",
  "KafkaJSConnectionClosedError",
]);

/** Whether what the client knows of the cluster may be out of date. */
export function isStale(error: unknown): boolean {
  return error instanceof Error && (staleNames.has(error.name) || "type" in error);
}

/** Whether the same attempt may succeed later: kafkajs says so of its errors, and gives up earlier than a deadline does. */
export function isPassing(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const isGivenUp = error.name === "KafkaJSNumberOfRetriesExceeded" && protocolErrorOf(error) === undefined;
  return isGivenUp || ("retriable" in error && error.retriable === true);
}
