import { randomUUID } from "node:crypto";
import { JobManager } from "@millrace/flink";
import { partitionOf, readTopic } from "@millrace/kafka";
import { expect } from "vitest";
import type { IcebergRow } from "./iceberg-table.ts";
import type { StackAddresses } from "./millrace.ts";
import { OtherPublisher } from "./other-publisher.ts";
import { type ArchiveTable, PageViewArchive } from "./page-view-archive.ts";
import { type PageView, PageViewOracle } from "./page-view-oracle.ts";
import { PageViewResults, sorted, sortedLate } from "./page-view-results.ts";

const minute = 60;
const patience = { timeout: 60_000, interval: 250 };

/**
 * One test's share of the common pipeline: postcodes that nobody else uses, and a stretch of event time behind everything
 * that was posted before. What it posts is told to the oracle. Posted minute by minute, in ascending order, nothing is late
 * however the partitions are read; what is to be late is posted after {@link advance}.
 */
export class PageViewRun {
  readonly oracle = new PageViewOracle();
  readonly results: PageViewResults;
  /** Postcodes by name; those in `left` and `right` are in partition 0 and 1. */
  readonly postcodes: Readonly<Record<"left" | "right" | "slash" | "unicode" | "symbols", string>>;
  readonly #stack: StackAddresses;
  readonly #archive: PageViewArchive;
  readonly #startSeconds: number;

  private constructor(stack: StackAddresses, startSeconds: number) {
    this.#stack = stack;
    this.#archive = new PageViewArchive(stack);
    this.#startSeconds = startSeconds;
    const id = randomUUID().slice(0, 8);
    this.postcodes = {
      left: inPartition(0, `SW19 ${id}`),
      right: inPartition(1, `EC1A ${id}`),
      slash: `8001/3 ${id}`,
      unicode: `Zürich 東京 🏠 ${id}`,
      symbols: `%2F=?&#"'\\${id}`,
    };
    this.results = new PageViewResults(stack, Object.values(this.postcodes));
  }

  /** Begins an hour after the newest page view there is, at a full minute. */
  static async begin(stack: StackAddresses): Promise<PageViewRun> {
    const newest = await newestEventSeconds(stack);
    const start = newest === undefined ? Math.floor(Date.now() / 1000) - 20 * 3600 : newest + 60 * minute;
    return new PageViewRun(stack, Math.floor(start / minute) * minute);
  }

  /** Epoch seconds, `minutes` after the run's beginning. */
  at(minutes: number, seconds = 0): number {
    return this.#startSeconds + minutes * minute + seconds;
  }

  /** A page view with an identifier of its own. */
  view(postcode: string, timestamp: number): PageView {
    return {
      event_id: randomUUID(),
      user_id: 1234,
      postcode,
      webpage: "www.website.com/index.html",
      timestamp,
    };
  }

  /** Posts page views in one batch and expects all of them to be accepted. */
  async post(views: readonly PageView[]): Promise<void> {
    const response = await fetch(`${this.#stack.publisherUrl}/api/pageviews/batch`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(views),
    });
    expect({ status: response.status, body: response.status === 202 ? "" : await response.text() }).toEqual({
      status: 202,
      body: "",
    });
    this.oracle.accept(views);
  }

  /** Posts page views that were accepted before and expects the publisher to know every one. */
  async expectKnown(views: readonly PageView[]): Promise<void> {
    const response = await fetch(`${this.#stack.publisherUrl}/api/pageviews/batch`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(views),
    });
    expect(response.status).toBe(202);
    expect(await response.json()).toMatchObject({ accepted: 0, duplicate: views.length });
  }

  /** Writes page views as a publisher does that has not seen them before. */
  async postElsewhere(views: readonly PageView[]): Promise<void> {
    await new OtherPublisher(this.#stack, "page-views").write(
      views.map((view) => ({ ...view })),
      "page_view",
    );
    this.oracle.accept(views);
  }

  /** Posts one page view a partition at `timestamp` and waits until event time has come there. */
  async advance(timestamp: number, { onlyLeft = false } = {}): Promise<void> {
    const { left, right } = this.postcodes;
    const views = (onlyLeft ? [left] : [left, right]).map((postcode) => this.view(postcode, timestamp));
    await this.post(views);
    const watermark = timestamp * 1000 - 30 * minute * 1000;
    await expect.poll(() => this.#lowestWatermark(), patience).toBeGreaterThanOrEqual(watermark);
    this.oracle.eventTimeReached(timestamp * 1000);
  }

  /** Waits until Kafka's committed counts are what the oracle says, exactly. */
  async expectCounts(): Promise<void> {
    const { oracle, results } = this;
    await expect.poll(() => results.provisional(), patience).toEqual(sorted(oracle.counts));
    await expect.poll(() => results.finalCounts(), patience).toEqual(sorted(oracle.finalCounts));
  }

  /** Waits until what came and what had come before are what the oracle says, minute by minute. */
  async expectIntake(): Promise<void> {
    const { oracle, results } = this;
    await expect.poll(() => results.intake(this.at(0) * 1000), patience).toEqual(oracle.intake);
  }

  /** Waits until the late rows are what the oracle says, in Kafka and in the archive, exactly. */
  async expectLateRows(): Promise<void> {
    const { oracle, results } = this;
    await expect.poll(() => results.late(), patience).toEqual(sortedLate(oracle.late));
    const late = oracle.late.map(({ eventId, isCounted }) => `${eventId} ${isCounted}`);
    await expect.poll(() => this.#archived("late", lateText), patience).toEqual(late.toSorted());
  }

  /** Waits until Postgres' rows are what the oracle says, exactly. */
  async expectPostgres(): Promise<void> {
    const { oracle, results } = this;
    await expect.poll(() => results.inPostgres("page_view_counts"), patience).toEqual(sorted(oracle.counts));
    await expect
      .poll(() => results.inPostgres("page_view_counts_final"), patience)
      .toEqual(sorted(oracle.finalCounts));
  }

  /** Waits until the archived views and counts are what the oracle says, each exactly once, in the right folders. */
  async expectArchive(): Promise<void> {
    const { oracle } = this;
    const accepted = oracle.accepted.map(
      ({ event_id, postcode, timestamp }) => `${event_id} ${postcode} ${timestamp}`,
    );
    await expect.poll(() => this.#archived("raw", rawText), patience).toEqual(accepted.toSorted());
    const finals = oracle.finalCounts.map(
      ({ windowStart, postcode, views }) => `${windowStart} ${postcode} ${views}`,
    );
    await expect.poll(() => this.#archived("counts", countText), patience).toEqual(finals.toSorted());
    await this.#expectFolders();
  }

  async #archived(table: ArchiveTable, text: (row: IcebergRow) => string): Promise<string[]> {
    const mine = new Set(Object.values(this.postcodes));
    const rows = await this.#archive.rows(table);
    return rows
      .filter((row) => mine.has(String(row.postcode)))
      .map(text)
      .toSorted();
  }

  /** Every committed object stands in the bucket's listing, under the folder of its partition. */
  async #expectFolders(): Promise<void> {
    const [rawKeys, outputKeys] = await Promise.all([
      this.#archive.listBucket("test-page-view-raw-output"),
      this.#archive.listBucket("test-page-view-sink-output"),
    ]);
    const folders = new Set(rawKeys.map((key) => /\/(postcode=[^/]+)\//.exec(key)?.[1]));
    const accepted = new Set(this.oracle.accepted.map(({ postcode }) => postcode));
    for (const postcode of accepted) expect(folders).toContain(postcodeFolder(postcode));
    const minutes = new Set(outputKeys.map((key) => /\/(year=\d{4}\/.*\/minute=\d{2})\//.exec(key)?.[1]));
    for (const { windowStart } of this.oracle.finalCounts)
      expect(minutes).toContain(minuteFolder(windowStart));
  }

  async #lowestWatermark(): Promise<number> {
    const jobManager = new JobManager({ url: this.#stack.jobManagerUrl });
    const job = (await jobManager.jobs()).find(
      ({ name, state }) => name.startsWith("page-views-") && state === "RUNNING",
    );
    if (job === undefined) return Number.NEGATIVE_INFINITY;
    const watermarks = await jobManager.watermarks(job.id);
    const known = watermarks.flatMap(({ lowest }) => (lowest === undefined ? [] : [lowest]));
    return known.length === 0 ? Number.NEGATIVE_INFINITY : Math.min(...known);
  }
}

function rawText(row: IcebergRow): string {
  return `${row.event_id} ${row.postcode} ${toMs(row.viewed_at) / 1000}`;
}

function countText(row: IcebergRow): string {
  return `${toMs(row.window_start)} ${row.postcode} ${row.page_view_count}`;
}

function lateText(row: IcebergRow): string {
  return `${row.event_id} ${row.is_counted}`;
}

function toMs(value: unknown): number {
  return value instanceof Date ? value.getTime() : Number(value);
}

/** As Iceberg writes a partition's folder: the value as in a form's body. */
function postcodeFolder(postcode: string): string {
  return `postcode=${new URLSearchParams({ "": postcode }).toString().slice(1)}`;
}

function minuteFolder(ms: number): string {
  const [year, month, day, hour, minute] = new Date(ms).toISOString().split(/[-T:]/);
  return `year=${year}/month=${month}/day=${day}/hour=${hour}/minute=${minute}`;
}

/** The prefix with a number behind it that lands in the partition, of two. */
function inPartition(partition: number, prefix: string): string {
  for (let number = 0; ; number += 1) {
    const postcode = `${prefix} ${number}`;
    if (partitionOf(Buffer.from(postcode), 2) === partition) return postcode;
  }
}

async function newestEventSeconds(stack: StackAddresses): Promise<number | undefined> {
  let newest: number | undefined;
  const connection = { bootstrapServers: [stack.bootstrapServers] };
  for await (const record of readTopic(connection, "test.streaming.page-view")) {
    newest = Math.max(newest ?? 0, Math.floor(record.timestampMs / 1000));
  }
  return newest;
}
