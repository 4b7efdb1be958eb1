import { randomUUID } from "node:crypto";
import { partitionOf } from "@millrace/kafka";
import { expect } from "vitest";
import { DomainRun, inOrder, patience, type Row } from "./domain-run.ts";
import { groupBy, minute } from "./event-time-oracle.ts";
import type { StackAddresses } from "./millrace.ts";
import { PageViewArchive } from "./page-view-archive.ts";
import type { UserEvent } from "./user-event.ts";
import { UserEventsOracle } from "./user-events-oracle.ts";

const partitions = 2;

/** What requests of this run say of themselves, for events that say nothing. */
const headers = {
  "user-agent": "Mozilla/5.0 (Linux; Android 15) Mobile",
  "accept-language": "fr-CA, fr;q=0.9",
};

/** One test's share of the running site: what it posts is told to the oracle. */
export class UserEventsRun {
  readonly oracle = new UserEventsOracle();
  /** Part of every identifier, so that nobody else's events are taken for this run's. */
  readonly id = randomUUID().slice(0, 8);
  readonly #run: DomainRun;
  readonly #archive: PageViewArchive;
  readonly #pacemakers: readonly string[];

  private constructor(stack: StackAddresses, run: DomainRun) {
    this.#run = run;
    this.#archive = new PageViewArchive(stack, "user_events");
    this.#pacemakers = Array.from({ length: partitions }, (_, partition) => this.#userIn(partition));
  }

  static async begin(stack: StackAddresses): Promise<UserEventsRun> {
    const topics = { eventTopic: "user-events", topicPrefix: "" };
    return new UserEventsRun(
      stack,
      await DomainRun.begin(stack, { domain: "user-events", ...topics, headers, alignMs: 30 * minute }),
    );
  }

  /** ISO 8601, so far after the run's beginning. */
  at(minutes: number, seconds = 0): string {
    return new Date(this.#run.at(minutes, seconds)).toISOString();
  }

  /** Posts events as the site does, each type in one batch. */
  async post(events: readonly UserEvent[]): Promise<void> {
    for (const [type, mine] of groupBy(events, ({ event_type }) => event_type)) {
      await this.#run.post(type, mine);
      this.oracle.accept(mine.map(asKept));
    }
  }

  /** Posts one event a partition and waits until event time has come there, of received and of processed events. */
  async advance(minutes: number): Promise<void> {
    const events = this.#pacemakers.map((user_id): UserEvent => ({
      event_type: "sign_out",
      event_id: `${this.id} ${randomUUID()}`,
      timestamp: this.at(minutes),
      user_id,
      session_id: `pacemaker ${this.id}`,
    }));
    await this.post(events);
    this.oracle.eventTimeReached(this.#run.at(minutes));
    await this.#run.reach(this.oracle.watermarkMs);
  }

  /** Waits until Kafka's committed rows are what the oracle says, exactly; and Postgres' where it has them. */
  async expectResults(): Promise<void> {
    const { oracle } = this;
    await this.#expectAppends("processed-events", oracle.processed());
    await this.#expectAppends("dead-letter-queue", oracle.deadLetters(), "dead_letters");
    await this.#expectUpserts("user-profiles", oracle.profiles(), "user_profiles");
    await this.#expectAppends("processed-events.late", oracle.late(), "processed_events_late");
    await this.#expectUpserts(
      "user-events.per-minute.provisional",
      oracle.eventsPerMinute("provisional"),
      "user_events_per_minute",
    );
    await this.#expectAppends(
      "user-events.per-minute",
      oracle.eventsPerMinute("final"),
      "user_events_per_minute_final",
    );
    await this.#expectAppends("user-events.active-users", oracle.activeUsers(), "active_users");
    await this.#expectAppends("user-events.conversion", oracle.conversion(), "conversion");
    await this.#expectAppends("user-events.user-sessions", oracle.sessions(), "user_sessions");
  }

  /** Waits until the archive holds every accepted event as often as it was accepted, and every processed one once. */
  async expectArchive(): Promise<void> {
    const accepted = this.oracle.received.accepted.map(({ event }) => event.event_id);
    await expect.poll(() => this.#archived("user_events"), patience).toEqual(accepted.toSorted());
    const processed = this.oracle.processed().map(({ event_id }) => String(event_id));
    await expect.poll(() => this.#archived("processed_events"), patience).toEqual(processed.toSorted());
  }

  async #archived(table: string): Promise<string[]> {
    const rows = await this.#archive.rows(table);
    return rows
      .map(({ event_id }) => String(event_id))
      .filter((id) => this.oracle.received.has(id))
      .toSorted();
  }

  async #expectUpserts(topic: string, rows: readonly Row[], table: string): Promise<void> {
    const kafka = async () => comparable(await this.#run.upserted(topic, this.#isMine));
    await expect.poll(kafka, patience).toEqual(inOrder(rows));
    await this.#expectPostgres(table, rows);
  }

  async #expectAppends(topic: string, rows: readonly Row[], table?: string): Promise<void> {
    const kafka = async () => comparable(await this.#run.appended(topic, this.#isMine));
    await expect.poll(kafka, patience).toEqual(comparable(rows));
    if (table !== undefined) await this.#expectPostgres(table, comparable(rows));
  }

  async #expectPostgres(table: string, rows: readonly Row[]): Promise<void> {
    const postgres = async () => comparable(await this.#run.inPostgres(table, this.#isMine));
    await expect.poll(postgres, patience).toEqual(inOrder(rows));
  }

  /** Rows of this run's events and users, and windows of its time: those before end an hour earlier. */
  readonly #isMine = ({ event_id, user_id, window_end }: Row): boolean => {
    if (event_id !== undefined) return String(event_id).startsWith(this.id);
    if (user_id !== undefined) return String(user_id).endsWith(this.id);
    return Number(window_end) > this.#run.startMs;
  };

  #userIn(partition: number): string {
    for (let number = 0; ; number += 1) {
      const user = `pacemaker-${number} ${this.id}`;
      if (partitionOf(Buffer.from(user), partitions) === partition) return user;
    }
  }
}

/** An event as the door keeps it: with what its request says, and without the last part of its address. */
function asKept(event: UserEvent): UserEvent {
  const { "user-agent": user_agent } = headers;
  const ip_address = (event.ip_address ?? "127.0.0.1").replace(/\d+$/, "0");
  return { user_agent, locale: "fr-CA", ...event, ip_address };
}

/** Rows without what the oracle cannot know: when they were made, and which of the newest events judged them. */
function comparable(rows: readonly Row[]): Row[] {
  return inOrder(
    rows.map(({ processed_at: _, judged_by_watermark: __, ...row }) =>
      typeof row.original === "string" ? { ...row, original: JSON.parse(row.original) as unknown } : row,
    ),
  );
}
