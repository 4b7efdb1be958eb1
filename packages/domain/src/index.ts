export { type CompileOptions, compileDomain, compileDomains } from "./compile.ts";
export { connectorDomain, listDomains, loadDomainFolder } from "./domain-folder.ts";
export { parseDuration } from "./duration.ts";
export { emitFlinkSettings } from "./emit/flink-settings.ts";
export { type EmitOptions, emitFlinkDdl } from "./emit/flink-table.ts";
export { emitOpenApi, type EventAlias, type OpenApiOptions } from "./emit/openapi.ts";
export { exampleEvent } from "./emit/openapi-example.ts";
export { eventSchema, type JsonSchema } from "./emit/openapi-schema.ts";
export {
  clickHouseColumn,
  clickHouseName,
  clickHouseTtl,
  emitClickHouseDdl,
} from "./emit/clickhouse-table.ts";
export { emitPostgresDdl, emitPostgresIndex } from "./emit/postgres-table.ts";
export { emitStatementSet, locateInStatementSet, type SourcePlace } from "./emit/statement-set.ts";
export { emitTypeScript } from "./emit/typescript.ts";
export { changesFile, eventScript } from "./emit/test-table.ts";
export { checkEvolution, type EvolutionInput } from "./evolve/check-evolution.ts";
export type {
  ChangeKind,
  EarlierSchema,
  Evolution,
  EvolutionFinding,
  SubjectVerdict,
} from "./evolve/evolution.ts";
export { formatEvolution } from "./evolve/format-evolution.ts";
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
export { type LoadedYaml, loadYaml } from "./load/yaml-text.ts";
export type { DataPath } from "./load/yaml-position.ts";
export type { Column, ColumnType, Domain, EventStream, EventType, ResultTable } from "./normalize/domain.ts";
export {
  endOfJourney,
  generatorDefaults,
  type GeneratorImperfections,
  type GeneratorJourney,
  type GeneratorPlan,
  type GeneratorStep,
  type GeneratorValue,
  normalizeGenerator,
  parseShare,
  type Weighted,
} from "./normalize/generator.ts";
export { bindPlaceholders, bindSome, findPlaceholders } from "./placeholders.ts";
export { mergePlans } from "./plan/merge-plans.ts";
export { boundedName } from "./plan/bounded-name.ts";
export { storeColumns } from "./plan/store-columns.ts";
export type {
  AvroType,
  BucketPlan,
  ColumnPlan,
  ConnectorPlan,
  EventPlan,
  InsertPlan,
  KeyPlan,
  PanelMeasure,
  PanelPlan,
  Plan,
  PostgresIndexPlan,
  PostgresTablePlan,
  ClickHouseColumnPlan,
  ClickHouseTablePlan,
  SchemaPlan,
  ServedColumnPlan,
  ServedTablePlan,
  StatementPlan,
  StatementSettings,
  TablePlan,
  TopicPlan,
} from "./plan.ts";
export { type DomainProblem, formatProblems, sortProblems } from "./problem.ts";
export type { TopicDefaults } from "./normalize/defaults.ts";
export { isRate, parseRate } from "./rate.ts";
export { generatedFiles, readDomain } from "./read-domain.ts";
export { domainJsonSchema } from "./schema/json-schema.ts";
export { durationField } from "./schema/field.ts";
export type { Position, SourceFile } from "./source-file.ts";
export { suggest } from "@millrace/common";
export { dotted, validateShape } from "./validate/shape.ts";
