import { parseDuration } from "@millrace/domain";
import type { ResultPlan, TableScan } from "./facts.ts";
import type { WindowKind } from "./window-kind.ts";

/** What EXPLAIN says about the windows of every result and the watermark of every source. */
export interface ExplainedPlan {
  readonly results: readonly ResultPlan[];
  readonly scans: readonly TableScan[];
}

/**
 * Reads the text of `EXPLAIN` for a statement set: its physical plan, one tree a result, in which nothing is shared yet.
 * Nodes that Flink adds in later versions are passed over.
 */
export function readExplainedPlan(text: string): ExplainedPlan {
  const lines = section(text, "Optimized Physical Plan").split("\n");
  const trees = splitTrees(lines);
  const scans = new Map(
    trees
      .flat()
      .flatMap(readScan)
      .map((scan) => [scan.table, scan] as const),
  );
  return { results: trees.flatMap(readTree), scans: [...scans.values()] };
}

/** The text below `== title ==`. */
function section(text: string, title: string): string {
  const start = text.indexOf(`== ${title} ==`);
  if (start < 0) return "";
  const body = text.slice(start + title.length + 6);
  const end = body.indexOf("\n== ");
  return end < 0 ? body : body.slice(0, end);
}

/** A tree begins with a line that is not indented. */
function splitTrees(lines: readonly string[]): readonly (readonly string[])[] {
  const trees: string[][] = [];
  for (const line of lines) {
    if (/^[A-Z]/.test(line)) trees.push([]);
    if (line.trim() !== "") trees.at(-1)?.push(line);
  }
  return trees;
}

function readTree(tree: readonly string[]): readonly ResultPlan[] {
  const table = /^Sink\(table=\[([^\]]+)\]/.exec(tree[0] ?? "")?.[1];
  if (table === undefined) return [];
  const windows = new Map(tree.flatMap(readClosingWindow).map((window) => [JSON.stringify(window), window]));
  return [
    {
      table: lastName(table),
      windows: [...windows.values()],
      sources: [...new Set(tree.flatMap(readScan).map((scan) => scan.table))],
      miniBatchMs: Math.max(0, ...tree.map(readMiniBatch)),
      comparesWatermark: tree.some((line) => line.includes("CURRENT_WATERMARK(")),
    },
  ];
}

/**
 * Only these nodes hold rows back until the watermark passes a window's end; a window function that feeds an ordinary
 * aggregate does not. Of an aggregate in two phases only the local one names the time column, and both the size.
 */
const closingNode =
  /(?:^|[-+|\s])(?:Local|Global)?(?:WindowAggregate|WindowRank|WindowDeduplicate|WindowJoin)\(/;

function readClosingWindow(line: string): readonly WindowKind[] {
  if (!closingNode.test(line)) return [];
  return [...line.matchAll(/\b(TUMBLE|HOP|CUMULATE|SESSION)\(([^()]*)\)/g)].flatMap(
    ([, kind = "", body = ""]) => toWindow(kind, body),
  );
}

function toWindow(kind: string, body: string): readonly WindowKind[] {
  const length = (field: string) => durationIn(body, field);
  const sizeMs = length("size") ?? length("max_size");
  const offsetMs = length("offset") ?? 0;
  const slideMs = length("slide");
  const stepMs = length("step");
  const gapMs = length("gap");
  if (kind === "SESSION") return gapMs === undefined ? [] : [{ kind, gapMs }];
  if (sizeMs === undefined) return [];
  if (kind === "TUMBLE") return [{ kind, sizeMs, offsetMs }];
  if (kind === "HOP") return slideMs === undefined ? [] : [{ kind, sizeMs, slideMs, offsetMs }];
  return stepMs === undefined ? [] : [{ kind: "CUMULATE", sizeMs, stepMs, offsetMs }];
}

/** `MiniBatchAssigner(interval=[60000ms], mode=[RowTime])` */
function readMiniBatch(line: string): number {
  return Number(/MiniBatchAssigner\(interval=\[(\d+)ms\], mode=\[RowTime\]/.exec(line)?.[1] ?? 0);
}

/** `size=[1 min]` */
function durationIn(body: string, field: string): number | undefined {
  const text = new RegExp(`\\b${field}=\\[([^\\]]+)\\]`).exec(body)?.[1];
  return text === undefined ? undefined : parseDuration(text);
}

/** `TableSourceScan(table=[[default_catalog, default_database, page_views, watermark=[-(viewed_at, 1800000:INTERVAL MINUTE)], idletimeout=[2000], …]], …)` */
function readScan(line: string): readonly TableScan[] {
  const source = /TableSourceScan\(table=\[\[([^,\]]+), ([^,\]]+), ([^,\]]+)/.exec(line);
  if (source?.[3] === undefined) return [];
  const hasWatermark = line.includes("watermark=[");
  const delay = /watermark=\[-\([^\]]*?, (\d+):INTERVAL/.exec(line)?.[1];
  const idle = Number(/idle-?timeout=\[(\d+)\]/i.exec(line)?.[1] ?? 0);
  return [
    {
      table: source[3],
      delayMs: hasWatermark ? Number(delay ?? 0) : undefined,
      idleTimeoutMs: idle > 0 ? idle : undefined,
    },
  ];
}

function lastName(path: string): string {
  return path.slice(path.lastIndexOf(".") + 1);
}
