import type {
  JobFacts,
  PartitionFacts,
  SourceFacts,
  StatementFacts,
  VertexWatermark,
  WatermarkFacts,
} from "./facts.ts";
import { valueOf } from "./reading.ts";
import type { TimeWindow, WindowKind } from "./window-kind.ts";

/** A source whose event time moves a result's windows. */
export interface TimedSource extends SourceFacts {
  readonly watermark: WatermarkFacts;
  /** Those that could be looked at. */
  readonly known: readonly PartitionFacts[];
}

/** A result whose rows come when a window closes. */
export interface WindowedResult {
  readonly table: string;
  readonly window: WindowKind;
  readonly sources: readonly TimedSource[];
  /** Where the watermark is at the result's operator; undefined while there is none. */
  readonly watermark: number | undefined;
  /** The watermarks of the operator's subtasks. */
  readonly subtasks: readonly (number | undefined)[];
  /** Times of the events that were looked at, of all sources. */
  readonly eventTimes: readonly number[];
  /** The largest delay of its sources. */
  readonly delayMs: number;
  readonly miniBatchMs: number;
}

/** The watermark at which a window closes: its last millisecond, or the mini-batch after it. */
export function closingWatermark({ miniBatchMs }: WindowedResult, { end }: TimeWindow): number {
  return (miniBatchMs === 0 ? end : Math.ceil(end / miniBatchMs) * miniBatchMs) - 1;
}

/** The results that were asked for and have windows, once for every window. */
export function windowedResults(statement: StatementFacts): readonly WindowedResult[] {
  const asked = new Set(statement.results.map(({ table }) => table));
  const job = valueOf(statement.job);
  return (valueOf(statement.plan)?.results ?? [])
    .filter(({ table }) => asked.has(table))
    .flatMap(({ table, windows, miniBatchMs, sources: names }) => {
      const sources = statement.sources.filter((source) => names.includes(source.table)).flatMap(timed);
      const marks = job === undefined ? [] : watermarksAt(job, table);
      const shared = {
        table,
        sources,
        miniBatchMs,
        watermark: lowestOf(marks.map(({ lowest }) => lowest)),
        subtasks: marks.flatMap((vertex) => vertex.subtasks),
        eventTimes: sources.flatMap(({ known }) => known.flatMap(({ eventTimes }) => eventTimes)),
        delayMs: Math.max(0, ...sources.map(({ watermark }) => watermark.delayMs)),
      };
      return windows.map((window) => ({ ...shared, window }));
    });
}

function timed(source: SourceFacts): readonly TimedSource[] {
  const { watermark } = source;
  return watermark === undefined ? [] : [{ ...source, watermark, known: valueOf(source.partitions) ?? [] }];
}

/** A vertex bears the names of the sinks that are chained to it; of one without, the job's lowest watermark counts. */
function watermarksAt({ watermarks }: JobFacts, table: string): readonly VertexWatermark[] {
  const own = watermarks.filter(({ vertex }) =>
    vertex.split(/ -> |, |[()]/).some((operator) => operator.startsWith(`${table}[`)),
  );
  return own.length > 0 ? own : watermarks;
}

/** The lowest; undefined while one of them has none. */
function lowestOf(marks: readonly (number | undefined)[]): number | undefined {
  const known = marks.filter((mark) => mark !== undefined);
  return known.length === 0 || known.length < marks.length ? undefined : Math.min(...known);
}
