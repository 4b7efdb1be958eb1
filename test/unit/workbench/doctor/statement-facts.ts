import type { Checkpoint } from "@millrace/flink";
import { diagnose } from "../../../../packages/workbench/src/doctor/diagnose.ts";
import type {
  JobFacts,
  PartitionFacts,
  ResultPlan,
  StatementFacts,
  WatermarkFacts,
} from "../../../../packages/workbench/src/doctor/facts.ts";
import type { Finding, FindingCode } from "../../../../packages/workbench/src/doctor/finding.ts";

/** 2026-01-15 15:00:00 UTC: the time of every look. */
export const now = Date.UTC(2026, 0, 15, 15);
export const second = 1000;
export const minute = 60 * second;
export const hour = 60 * minute;

/** A clock time of that day. */
export function at(hours: number, minutes = 0, seconds = 0): number {
  return Date.UTC(2026, 0, 15, hours, minutes, seconds);
}

/** What differs from a statement that runs well: one source with two partitions, one result with minute windows. */
export interface Differences {
  readonly job?: Partial<JobFacts>;
  readonly plan?: Partial<ResultPlan>;
  readonly checkpointIntervalMs?: number | undefined;
  readonly watermark?: Partial<WatermarkFacts>;
  /** The operator's watermark. */
  readonly at?: number | undefined;
  /** Event times by partition. */
  readonly events?: readonly (readonly number[])[];
  readonly isIdle?: readonly boolean[];
  readonly uncommitted?: readonly number[];
  readonly result?: { readonly hasRows?: boolean; readonly uncommitted?: number };
}

/** A checkpoint that took 20 ms. */
export function checkpoint(
  id: number,
  triggeredAt: number,
  state: Checkpoint["state"] = "COMPLETED",
): Checkpoint {
  return {
    id,
    state,
    isSavepoint: false,
    triggeredAt,
    durationMs: 20,
    stateSizeBytes: 0,
    writtenSizeBytes: 0,
    path: undefined,
    failure: state === "FAILED" ? "Checkpoint expired before completing." : undefined,
  };
}

/** Statistics of checkpoints, newest first. */
export function checkpointsOf(...history: readonly Checkpoint[]): NonNullable<JobFacts["checkpoints"]> {
  return {
    counts: { total: history.length, inProgress: 0, completed: 0, failed: 0, restored: 0 },
    latestCompleted: history.find(({ state }) => state === "COMPLETED"),
    latestSavepoint: undefined,
    latestFailed: history.find(({ state }) => state === "FAILED"),
    restoredFrom: undefined,
    history,
  };
}

export function statementFacts(differences: Differences = {}): StatementFacts {
  const { events = [[at(14)], [at(14)]] } = differences;
  return {
    name: "page-views",
    jobId: "0123456789abcdef0123456789abcdef",
    now,
    job: { ok: true, value: jobFacts(differences) },
    plan: {
      ok: true,
      value: {
        results: [resultPlan(differences)],
        scans: [],
        checkpointIntervalMs:
          "checkpointIntervalMs" in differences ? differences.checkpointIntervalMs : second,
      },
    },
    sources: [
      {
        table: "page_views",
        topic: "test.page-view",
        watermark: {
          column: "viewed_at",
          delayMs: 30 * minute,
          idleTimeoutMs: 2 * second,
          ...differences.watermark,
        },
        partitions: {
          ok: true,
          value: events.map((times, number) => partitionFacts(number, times, differences)),
        },
      },
    ],
    results: [
      {
        table: "counts",
        topic: "test.counts",
        rows: {
          ok: true,
          value: {
            committedOffsets: 1,
            hasRows: true,
            uncommitted: 0,
            newestRecordAt: at(13),
            ...differences.result,
          },
        },
      },
    ],
  };
}

/** What is found in a statement that differs so. */
export function findings(differences: Differences): readonly Finding[] {
  return diagnose(statementFacts(differences));
}

/** The one finding of that code. */
export function find(code: FindingCode, differences: Differences): Finding | undefined {
  return findings(differences).find((finding) => finding.code === code);
}

function jobFacts({ job, at: watermark }: Differences): JobFacts {
  return {
    state: "RUNNING",
    startedAt: at(12),
    restarts: 0,
    failures: [],
    checkpoints: checkpointsOf(checkpoint(7, now - second)),
    watermarks: [
      { vertex: "GlobalWindowAggregate[1] -> counts[2]: Writer", lowest: watermark, subtasks: [watermark] },
    ],
    splits: [],
    ...job,
  };
}

function resultPlan({ plan }: Differences): ResultPlan {
  return {
    table: "counts",
    windows: [{ kind: "TUMBLE", sizeMs: minute, offsetMs: 0 }],
    sources: ["page_views"],
    miniBatchMs: 0,
    comparesWatermark: false,
    ...plan,
  };
}

function partitionFacts(
  partition: number,
  times: readonly number[],
  { isIdle = [], uncommitted = [] }: Differences,
): PartitionFacts {
  return {
    partition,
    firstOffset: 0,
    endOffset: times.length,
    firstEventAt: times[0],
    lastEventAt: times.at(-1),
    newestEventAt: times.length === 0 ? undefined : Math.max(...times),
    isIdle: isIdle[partition] ?? false,
    uncommitted: uncommitted[partition] ?? 0,
    eventTimes: times,
  };
}
