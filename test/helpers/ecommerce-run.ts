import { randomUUID } from "node:crypto";
import { partitionOf } from "@millrace/kafka";
import { expect } from "vitest";
import { DomainRun, patience, type Row } from "./domain-run.ts";
import { cents, EcommerceOracle, type ShopEvent } from "./ecommerce-oracle.ts";
import { groupBy, minute } from "./event-time-oracle.ts";
import type { StackAddresses } from "./millrace.ts";
import { PageViewArchive } from "./page-view-archive.ts";

const partitions = 2;

/** One test's share of the running shop: what it posts is told to the oracle. */
export class EcommerceRun {
  readonly oracle = new EcommerceOracle();
  /** Part of every identifier, so that nobody else's events are taken for this run's. */
  readonly id = randomUUID().slice(0, 8);
  readonly #run: DomainRun;
  readonly #archive: PageViewArchive;
  readonly #pacemakers: readonly string[];

  private constructor(stack: StackAddresses, run: DomainRun) {
    this.#run = run;
    this.#archive = new PageViewArchive(stack, "ecommerce");
    this.#pacemakers = Array.from({ length: partitions }, (_, partition) => this.#sessionIn(partition));
  }

  static async begin(stack: StackAddresses): Promise<EcommerceRun> {
    const options = { domain: "ecommerce", eventTopic: "ecommerce.events", alignMs: 15 * minute };
    return new EcommerceRun(stack, await DomainRun.begin(stack, options));
  }

  /** ISO 8601, so far after the run's beginning. */
  at(minutes: number, seconds = 0): string {
    return new Date(this.#run.at(minutes, seconds)).toISOString();
  }

  /** Posts events, each type in one batch; all of them are accepted, and none is late unless event time says so. */
  async post(events: readonly ShopEvent[]): Promise<void> {
    for (const [type, mine] of groupBy(events, (event) => event.type)) {
      await this.#run.post(
        type,
        mine.map(({ type: _, ...payload }) => payload),
      );
      this.oracle.accept(mine);
    }
  }

  /** Posts one event a partition and waits until event time has come there. */
  async advance(minutes: number): Promise<void> {
    await this.post(
      this.#pacemakers.map((session_id) => ({
        type: "page_view",
        event_id: randomUUID(),
        timestamp: this.at(minutes),
        session_id,
        user_id: `pacemaker ${this.id}`,
        device_type: "tablet",
        page: "/",
      })),
    );
    this.oracle.eventTimeReached(this.#run.at(minutes));
    await this.#run.reach(this.oracle.watermarkMs);
  }

  /** Waits until Kafka's committed rows and Postgres' rows are what the oracle says, exactly. */
  async expectResults(): Promise<void> {
    const { oracle } = this;
    await this.#expectUpserts("events_per_minute", oracle.eventsPerMinute("provisional"));
    await this.#expectUpserts("revenue_per_category", oracle.revenuePerCategory("provisional"));
    await this.#expectUpserts("top_products", oracle.topProducts("provisional"));
    await this.#expectAppends("events_per_minute_final", oracle.eventsPerMinute("final"));
    await this.#expectAppends("revenue_per_category_final", oracle.revenuePerCategory("final"));
    await this.#expectAppends("top_products_final", oracle.topProducts("final"));
    await this.#expectAppends("active_shoppers", oracle.activeShoppers());
    await this.#expectAppends("session_funnel", oracle.sessionFunnel());
    const intake = { topic: "ecommerce.events.intake", isMine: this.#isMine, rows: oracle.intake() };
    await this.#run.expectUpserts(intake);
  }

  /** Waits until every accepted event stands in the archive as often as it was accepted. */
  async expectArchive(): Promise<void> {
    const accepted = this.oracle.accepted.map(({ event, atMs }) =>
      JSON.stringify([event.event_id, event.type, event.session_id, atMs, centsOf(event)]),
    );
    await expect.poll(() => this.#archived(), patience).toEqual(accepted.toSorted());
  }

  async #archived(): Promise<string[]> {
    const rows = await this.#archive.rows("shop_events");
    return rows
      .filter(({ event_id }) => this.oracle.has(String(event_id)))
      .map(({ event_id, event_type, session_id, occurred_at, amount }) =>
        JSON.stringify([
          event_id,
          event_type,
          session_id,
          new Date(occurred_at as Date).getTime(),
          amount === null || amount === undefined ? null : Number(amount),
        ]),
      )
      .toSorted();
  }

  #expectUpserts(table: string, rows: readonly Row[]): Promise<void> {
    const topic = `ecommerce.${table.replaceAll("_", "-")}.provisional`;
    return this.#run.expectUpserts({ table, topic, rows, isMine: this.#isMine });
  }

  #expectAppends(table: string, rows: readonly Row[]): Promise<void> {
    const topic = `ecommerce.${table.replace(/_final$/, "").replaceAll("_", "-")}`;
    return this.#run.expectAppends({ table, topic, rows, isMine: this.#isMine });
  }

  /** Windows of events before the run's end an hour before it begins. */
  readonly #isMine = (row: Row): boolean => Number(row.window_end) > this.#run.startMs;

  #sessionIn(partition: number): string {
    for (let number = 0; ; number += 1) {
      const session = `pacemaker-${number} ${this.id}`;
      if (partitionOf(Buffer.from(session), partitions) === partition) return session;
    }
  }
}

function centsOf(event: ShopEvent): number | null {
  return event.type === "purchase" ? cents(event) : null;
}
