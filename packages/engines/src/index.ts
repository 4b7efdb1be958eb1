export {
  applyPlan,
  type ApplyOptions,
  planChanges,
  type PlanOptions,
  type PreparedPlan,
  preparePlan,
} from "./apply/apply-plan.ts";
export {
  type AddressOf,
  localBindings,
  postgresKeeperUrl,
  postgresReaderUrl,
  postgresUrl,
} from "./apply/bindings.ts";
export type { Change } from "./apply/change.ts";
export { applyClickHouseTables, compareClickHouseTables } from "./apply/clickhouse-tables.ts";
export {
  ApplyFailedError,
  ApplyRunningError,
  ClickHouseTableRefusedError,
  PartitionCountError,
  PlanRefusedError,
  StateLossError,
  StatementLostError,
  StatementRecordError,
  StatementReplaceError,
  StatementStartTimeoutError,
  TableRefusedError,
  UnknownStatementError,
} from "./apply/errors.ts";
export { type LeftOut, nothingLeftOut } from "./apply/left-out.ts";
export { type PlatformTarget, platformTarget } from "./apply/platform-target.ts";
export { applySchemas } from "./apply/schemas.ts";
export { StatementRecord, type StatementRun, type SubmittedStatement } from "./apply/statement-record.ts";
export {
  type PreparedStatement,
  prepareStatement,
  resumeStatement,
  resumeStatements,
  type StateChoice,
  type StatementDifference,
  type StatementTarget,
  stopStatements,
} from "./apply/statements.ts";
export { applyTopics } from "./apply/topics.ts";
export type { LockedFile } from "./artifacts/artifact-lock.ts";
export { ArtifactMismatchError, MavenError } from "./artifacts/errors.ts";
export { type ArtifactProgress, resolveArtifacts, type ResolveOptions } from "./artifacts/resolve.ts";
export { BoundConnectors, type ConnectorValues } from "./apply/bound-connectors.ts";
export { ConnectorSecretsError, readConnectorSecrets, type SecretSource } from "./apply/connector-secrets.ts";
export { applyConnectors, connectorStates, type ConnectorTarget } from "./apply/connectors.ts";
export { bindClickHouse, type ClickHousePlace, unplacedTables } from "./clickhouse/bind-clickhouse.ts";
export {
  type ClickHouseAccess,
  ClickHouseFailedError,
  withClickHouse,
} from "./clickhouse/clickhouse-client.ts";
export { ConnectClient } from "./connect/connect-client.ts";
export {
  ConnectAnswerError,
  ConnectBusyError,
  ConnectorFailedError,
  ConnectorInvalidError,
  ConnectorsNotRunningError,
  ConnectUnreachableError,
} from "./connect/connect-errors.ts";
export { connectorGroups } from "./connect/connector-groups.ts";
export { engines } from "./engines.ts";
export { flinkJobManager } from "./engines/flink-jobmanager.ts";
export { flinkTaskManager } from "./engines/flink-taskmanager.ts";
export { flinkWorkbench } from "./engines/flink-workbench.ts";
export { kafka } from "./engines/kafka.ts";
export { nodeApp, type NodeAppOptions } from "./engines/node-app.ts";
export { postgres } from "./engines/postgres.ts";
export { postgresAccess, storePasswords } from "./engines/postgres-access.ts";
export { registry } from "./engines/registry.ts";
export { s3Access } from "./engines/s3-access.ts";
export {
  DiskSpaceError,
  EngineStartError,
  PortsTakenError,
  portVariable,
  StackRunningError,
  type TakenPort,
} from "./errors.ts";
export { type InstanceLayout, instanceLayout } from "./instance.ts";
export {
  type ApplyStep,
  applySteps,
  Platform,
  type PlatformEvent,
  type PlatformOptions,
} from "./platform.ts";
export { type CompiledPlan, parseCompiledPlan } from "./plan/compiled-plan.ts";
export { type Difference, isDue } from "./plan/difference.ts";
export type { StateChange } from "./plan/state-changes.ts";
export { type ComparedPlan, comparePlans } from "./plan/statement-difference.ts";
export { fixedPortTable, freePortTable, type PortTable } from "./port-table.ts";
export { defaultPorts } from "./ports.ts";
export { openLog } from "./process/log-file.ts";
export { endOrphans } from "./process/orphans.ts";
export { freePorts, portOwner, type PortOwner } from "./process/port-owner.ts";
export { identityOf, isRunning, type ProcessIdentity, signalProcess } from "./process/process-identity.ts";
export { residentMemoryBytes } from "./process/resident-memory.ts";
export { type RecordedEngine, type RunRecord, RunRecordFile } from "./process/run-record.ts";
export { RunningPlatform } from "./running-platform.ts";
export { RunningStack } from "./running-stack.ts";
export type {
  CommandSpec,
  ConfigFile,
  Engine,
  EngineContext,
  PrepareStep,
  Readiness,
  ServiceSpec,
} from "./service.ts";
export { Stack, type StackEvent, type StackOptions } from "./stack.ts";
