import { randomUUID } from "node:crypto";
import { partitionOf } from "@millrace/kafka";
import { expect } from "vitest";
import { DomainRun, inOrder, patience, type Row } from "./domain-run.ts";
import { minute } from "./event-time-oracle.ts";
import { centsOf, LiveStreamsOracle, type StreamEvent } from "./live-streams-oracle.ts";
import { askMetrics } from "./metrics-api.ts";
import type { StackAddresses } from "./millrace.ts";
import { PageViewArchive } from "./page-view-archive.ts";

const partitions = 2;

/** One test's share of the running live streams: what it posts is told to the oracle. */
export class LiveStreamsRun {
  readonly oracle = new LiveStreamsOracle();
  /** Part of every identifier, so that nobody else's events are taken for this run's. */
  readonly id = randomUUID().slice(0, 8);
  readonly #stack: StackAddresses;
  readonly #run: DomainRun;
  readonly #archive: PageViewArchive;
  readonly #pacemakers: readonly string[];

  private constructor(stack: StackAddresses, run: DomainRun) {
    this.#stack = stack;
    this.#run = run;
    this.#archive = new PageViewArchive(stack, "live_streams");
    this.#pacemakers = Array.from({ length: partitions }, (_, partition) => this.#streamIn(partition));
  }

  static async begin(stack: StackAddresses): Promise<LiveStreamsRun> {
    const topics = { eventTopic: "stream.events", topicPrefix: "" };
    return new LiveStreamsRun(
      stack,
      await DomainRun.begin(stack, { domain: "live-streams", ...topics, alignMs: 5 * minute }),
    );
  }

  /** ISO 8601, so far after the run's beginning. */
  at(minutes: number, seconds = 0): string {
    return new Date(this.#run.at(minutes, seconds)).toISOString();
  }

  /** Posts events as their callers do, of all types in one batch. */
  async post(events: readonly StreamEvent[]): Promise<void> {
    await this.#run.postMixed(events);
    this.oracle.accept(events);
  }

  /** Posts one event a partition and waits until event time has come there. */
  async advance(minutes: number): Promise<void> {
    const events = this.#pacemakers.map((stream_id): StreamEvent => ({
      event_type: "chat_message",
      event_id: randomUUID(),
      ts: this.at(minutes),
      stream_id,
      user_id: `pacemaker ${this.id}`,
    }));
    await this.post(events);
    this.oracle.eventTimeReached(this.#run.at(minutes));
    await this.#run.reach(this.oracle.watermarkMs);
  }

  /** Waits until Kafka's committed rows and Postgres' rows are what the oracle says, exactly. */
  async expectResults(): Promise<void> {
    const { oracle } = this;
    await this.#expectUpserts(
      "stream.metrics.minute",
      "stream_metrics_minute",
      oracle.metrics("provisional"),
    );
    await this.#expectUpserts("stream.state", "stream_state", oracle.state());
    await this.#expectAppends(
      "stream.metrics.minute.final",
      "stream_metrics_minute_final",
      oracle.metrics("final"),
    );
    await this.#expectAppends("stream.events.late", "stream_events_late", oracle.late());
    await this.#expectAppends("stream.top", "top_streams", oracle.topStreams());
    const intake = async () => comparable(await this.#run.upserted("stream.events.intake", this.#isInMyTime));
    await expect.poll(intake, patience).toEqual(inOrder(oracle.intake()));
  }

  /** Waits until the query API tells of this run's streams what the oracle says, exactly. */
  async expectServed(): Promise<void> {
    const final = new Set(
      this.oracle
        .metrics("final")
        .map(({ window_start, stream_id }) => `${String(window_start)} ${String(stream_id)}`),
    );
    const expected = this.oracle
      .metrics("provisional")
      .map(({ window_start, stream_id, window_end, donations_usd, ...counts }) => ({
        window_start: new Date(Number(window_start)).toISOString(),
        window_end: new Date(Number(window_end)).toISOString(),
        stream_id,
        ...counts,
        donations_usd: Number(donations_usd),
        is_final: final.has(`${String(window_start)} ${String(stream_id)}`),
      }));
    const streams = [...new Set(expected.map(({ stream_id }) => String(stream_id)))];
    for (const stream of streams) {
      const mine = expected
        .filter(({ stream_id }) => stream_id === stream)
        .toSorted((a, b) => (a.window_start < b.window_start ? 1 : -1));
      const query = `stream_id=${encodeURIComponent(stream)}`;
      const served = async (path: string) =>
        (await askMetrics(this.#stack, path)).rows.map(({ as_of: _, ...row }) => row);
      await expect.poll(() => served(`/metrics?minutes=525600&limit=1000&${query}`), patience).toEqual(mine);
      expect(await served(`/metrics/latest?${query}`)).toEqual(mine.slice(0, 1));
    }
    await this.#expectTop(expected, streams);
  }

  async #expectTop(expected: readonly Row[], streams: readonly string[]): Promise<void> {
    const donated = (stream: string) =>
      expected
        .filter(({ stream_id }) => stream_id === stream)
        .reduce((cents, { donations_usd }) => cents + Math.round(Number(donations_usd) * 100), 0);
    const { rows } = await askMetrics(this.#stack, "/streams/top?minutes=525600&by=donations_usd&n=1000");
    const sums = new Map(
      rows.map((row) => [row["stream_id"], Math.round(Number(row["donations_usd"]) * 100)]),
    );
    expect(streams.map((stream) => [stream, sums.get(stream)])).toEqual(
      streams.map((stream) => [stream, donated(stream)]),
    );
  }

  /** Waits until every accepted event stands in the archive as often as it was accepted. */
  async expectArchive(): Promise<void> {
    const accepted = this.oracle.accepted.map(({ event, atMs }) =>
      JSON.stringify([
        event.event_id,
        event.event_type,
        event.stream_id,
        event.user_id,
        atMs,
        centsIn(event),
      ]),
    );
    await expect.poll(() => this.#archived(), patience).toEqual(accepted.toSorted());
  }

  async #archived(): Promise<string[]> {
    const rows = await this.#archive.rows("stream_events");
    return rows
      .filter(({ event_id }) => this.oracle.has(String(event_id)))
      .map(({ event_id, event_type, stream_id, user_id, occurred_at, amount_usd }) => {
        const cents = amount_usd === null || amount_usd === undefined ? null : Number(amount_usd);
        const atMs = new Date(occurred_at as Date).getTime();
        return JSON.stringify([event_id, event_type, stream_id, user_id, atMs, cents]);
      })
      .toSorted();
  }

  async #expectUpserts(topic: string, table: string, rows: readonly Row[]): Promise<void> {
    const kafka = async () => comparable(await this.#run.upserted(topic, this.#isMine));
    await expect.poll(kafka, patience).toEqual(inOrder(rows));
    await this.#expectPostgres(table, rows);
  }

  async #expectAppends(topic: string, table: string, rows: readonly Row[]): Promise<void> {
    const kafka = async () => comparable(await this.#run.appended(topic, this.#isMine));
    await expect.poll(kafka, patience).toEqual(inOrder(rows));
    await this.#expectPostgres(table, rows);
  }

  async #expectPostgres(table: string, rows: readonly Row[]): Promise<void> {
    const postgres = async () => comparable(await this.#run.inPostgres(table, this.#isMine));
    await expect.poll(postgres, patience).toEqual(inOrder(rows));
  }

  readonly #isMine = (row: Row): boolean => String(row.stream_id).endsWith(this.id);

  /** Windows of events before the run's end an hour before it begins. */
  readonly #isInMyTime = (row: Row): boolean => Number(row.window_end) > this.#run.startMs;

  #streamIn(partition: number): string {
    for (let number = 0; ; number += 1) {
      const stream = `pacemaker-${number} ${this.id}`;
      if (partitionOf(Buffer.from(stream), partitions) === partition) return stream;
    }
  }
}

function centsIn(event: StreamEvent): number | null {
  return event.event_type === "donation" ? centsOf(event.amount_usd) : null;
}

/** Rows as the oracle has them: decimals as text, and not which of the newest events judged a row. */
function comparable(rows: readonly Row[]): Row[] {
  return inOrder(
    rows.map(({ judged_by_watermark: _, ...row }) =>
      Buffer.isBuffer(row.donations_usd) ? { ...row, donations_usd: hundredths(row.donations_usd) } : row,
    ),
  );
}

/** An Avro decimal of two digits behind the point: a big-endian two's complement. */
function hundredths(bytes: Buffer): string {
  const cents = BigInt.asIntN(bytes.length * 8, BigInt(`0x${bytes.toString("hex")}`));
  return `${cents / 100n}.${String(cents % 100n).padStart(2, "0")}`;
}
