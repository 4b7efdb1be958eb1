export { type CompileOptions, compileDomain, compileDomains } from "./compile.ts";
export { listDomains, loadDomainFolder } from "./domain-folder.ts";
export { parseDuration } from "./duration.ts";
export { emitFlinkSettings } from "./emit/flink-settings.ts";
export { type EmitOptions, emitFlinkDdl } from "./emit/flink-table.ts";
export { emitPostgresDdl } from "./emit/postgres-table.ts";
export { emitStatementSet, locateInStatementSet, type SourcePlace } from "./emit/statement-set.ts";
export {
  DomainInvalidError,
  DomainUnreadableError,
  DurationError,
  PlaceholderError,
  PlanConflictError,
  StageError,
  type UnknownPlaceholder,
} from "./errors.ts";
export type { DomainSources } from "./load/load-domain.ts";
export { bindPlaceholders } from "./placeholders.ts";
export { mergePlans } from "./plan/merge-plans.ts";
export type {
  AvroType,
  BucketPlan,
  ColumnPlan,
  ConnectorPlan,
  InsertPlan,
  KeyPlan,
  Plan,
  PostgresTablePlan,
  SchemaPlan,
  StatementPlan,
  StatementSettings,
  TablePlan,
  TopicPlan,
} from "./plan.ts";
export { type DomainProblem, formatProblems } from "./problem.ts";
export { domainJsonSchema } from "./schema/json-schema.ts";
export type { Position, SourceFile } from "./source-file.ts";
