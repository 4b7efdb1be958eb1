import type { StatementStatus } from "../sql/statement.ts";
import type { Column } from "../types/logical-type.ts";
import type { StatementAnswer } from "./confluent-api.ts";

/** The phases of a statement on Confluent Cloud. */
export type ConfluentPhase =
  | "PENDING"
  | "RUNNING"
  | "DEGRADED"
  | "COMPLETED"
  | "STOPPING"
  | "STOPPED"
  | "FAILING"
  | "FAILED"
  | "DELETING";

const STATUS: Readonly<Record<string, StatementStatus>> = {
  PENDING: "pending",
  RUNNING: "running",
  DEGRADED: "degraded",
  COMPLETED: "finished",
  STOPPING: "stopping",
  STOPPED: "stopped",
  FAILING: "running",
  FAILED: "failed",
  DELETING: "closed",
};

/** What Confluent Cloud tells about a statement. */
export interface ConfluentDescription {
  readonly name: string;
  readonly sql: string;
  readonly status: StatementStatus;
  /** The phase in Confluent's word; one of {@link ConfluentPhase} today. */
  readonly phase: string;
  readonly detail: string | undefined;
  readonly sqlKind: string | undefined;
  readonly isBounded: boolean;
  readonly isAppendOnly: boolean;
  readonly columns: readonly Column[];
  /** The columns by which updates replace rows, when there are any. */
  readonly upsertKey: readonly string[] | undefined;
  readonly computePoolId: string | undefined;
  readonly principal: string | undefined;
  readonly properties: Readonly<Record<string, string>>;
  /** The last offsets read, by topic, in Confluent's own notation. */
  readonly latestOffsets: Readonly<Record<string, string>>;
  /** `OK`, `PENDING_SCALE_UP`, `POOL_EXHAUSTED` … */
  readonly scaling: string | undefined;
  readonly warnings: readonly string[];
}

export function toDescription({ name, spec, status }: StatementAnswer): ConfluentDescription {
  const columns = status.traits?.schema?.columns ?? [];
  const upsertColumns = status.traits?.upsert_columns;
  return {
    name,
    sql: spec.statement,
    status: STATUS[status.phase] ?? "running",
    phase: status.phase,
    detail: status.detail === "" ? undefined : status.detail,
    sqlKind: status.traits?.sql_kind,
    isBounded: status.traits?.is_bounded ?? false,
    isAppendOnly: status.traits?.is_append_only ?? false,
    columns,
    upsertKey: upsertColumns?.flatMap((index) => columns[index]?.name ?? []),
    computePoolId: spec.compute_pool_id,
    principal: spec.principal,
    properties: spec.properties,
    latestOffsets: status.latest_offsets ?? {},
    scaling: status.scaling_status?.scaling_state,
    warnings: status.warnings.map(({ severity, message }) => [severity, message].filter(Boolean).join(": ")),
  };
}
