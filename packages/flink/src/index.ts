export { type Change, type RowKind } from "./changelog/change.ts";
export { Changelog } from "./changelog/changelog.ts";
export { LiveTable, type TableChange } from "./changelog/live-table.ts";
export { type Clock, systemClock } from "./clock.ts";
export {
  ConfluentCloud,
  type ConfluentCloudOptions,
  type ConfluentExecuteOptions,
} from "./confluent/confluent-cloud.ts";
export type { ConfluentStatement, ResumeOptions } from "./confluent/confluent-statement.ts";
export type { ConfluentDescription, ConfluentPhase } from "./confluent/description.ts";
export { describeCause, type FlinkCause, innermostCause, parseErrorChain } from "./errors/error-chain.ts";
export {
  FlinkRefusedError,
  FlinkTimeoutError,
  FlinkUnauthorizedError,
  FlinkUnexpectedAnswerError,
  FlinkUnreachableError,
  FlinkUnsupportedVersionError,
} from "./errors/connection-errors.ts";
export { FlinkError, type FlinkErrorCode } from "./errors/flink-error.ts";
export { FlinkJobError, FlinkJobNotFoundError, FlinkSavepointError } from "./errors/job-errors.ts";
export {
  FlinkDecodeError,
  FlinkResultGoneError,
  FlinkSessionGoneError,
  FlinkStatementConflictError,
  FlinkStatementError,
  FlinkStatementNotFoundError,
} from "./errors/statement-errors.ts";
export { type LocateSql, locatedAt, type SqlPosition, showSqlPosition } from "./errors/sql-position.ts";
export type { FakeAnswer, FakeRefusal, FakeResult, SqlMatcher } from "./fake/fake-answer.ts";
export { FakeFlink, type FakeFlinkOptions } from "./fake/fake-flink.ts";
export type { GatewayInfo, GatewayVersion, RowFormat } from "./gateway/gateway-api.ts";
export type { GatewayStatement } from "./gateway/gateway-statement.ts";
export type { GatewaySession, HeartbeatOptions, SessionExecuteOptions } from "./gateway/session.ts";
export { type OpenSessionOptions, SqlGateway, type SqlGatewayOptions } from "./gateway/sql-gateway.ts";
export type { FetchAnswer, FetchInit, FetchLike } from "./http/fetch.ts";
export type { ConnectionOptions } from "./http/http-client.ts";
export type {
  Checkpoint,
  Checkpoints,
  ClusterOverview,
  JobDetail,
  JobFailure,
  JobSummary,
  JobVertex,
  Restore,
  SubtaskPressure,
  SubtaskWatermark,
  VertexPressure,
  VertexWatermarks,
} from "./jobs/job.ts";
export type { JobState } from "./jobs/job-answers.ts";
export { type ClusterReadyOptions, JobManager } from "./jobs/job-manager.ts";
export type { SavepointOptions, StopOptions } from "./jobs/savepoints.ts";
export type { CallOptions, ExecuteOptions, SqlClient, Statement, StatementStatus } from "./sql/statement.ts";
export { type Column, type Field, formatType, type LogicalType } from "./types/logical-type.ts";
export { type DecodeContext, decodeJson } from "./types/decode.ts";
export { parseType } from "./types/parse-type.ts";
export { type FlinkRow, type FlinkValue, valueKey } from "./types/value.ts";
export type { WaitOptions } from "./wait.ts";
export { parseLosslessJson } from "./wire/lossless-json.ts";
