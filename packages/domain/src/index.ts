export type {
  BucketPlan,
  ColumnPlan,
  ConnectorPlan,
  InsertPlan,
  Plan,
  PostgresTablePlan,
  SchemaPlan,
  StatementPlan,
  StatementSettings,
  TablePlan,
  TopicPlan,
} from "./plan.ts";
