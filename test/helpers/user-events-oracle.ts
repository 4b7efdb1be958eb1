import {
  type Arrival,
  EventTimeOracle,
  type Group,
  groupBy,
  hopping,
  minute,
  second,
  tumbling,
} from "./event-time-oracle.ts";
import { centsOf } from "./live-streams-oracle.ts";
import { brokenRule, deviceClass, reasons, region } from "./user-event-rules.ts";
import type { UserEvent } from "./user-event.ts";

type Row = Readonly<Record<string, unknown>>;

const delay = 10 * second;
const grace = 5 * minute;
const sessionGap = 30 * minute;

/** What the domain `user-events` must compute, written without looking at its SQL. Rows are as its results have them. */
export class UserEventsOracle {
  /** All events as they were accepted. */
  readonly received = newOracle();
  /** Those that break no rule. */
  readonly #processed = newOracle();

  accept(events: readonly UserEvent[]): void {
    this.received.accept(events);
    this.#processed.accept(events.filter((event) => brokenRule(event) === undefined));
  }

  /** Event time has come to `newestMs` on every partition that is not idle. */
  eventTimeReached(newestMs: number): void {
    this.received.eventTimeReached(newestMs);
    this.#processed.eventTimeReached(newestMs);
  }

  get watermarkMs(): number {
    return this.received.watermarkMs;
  }

  /** Rows of `processed_events`, without the time of processing. */
  processed(): Row[] {
    return this.#processed.unique.map(({ event, atMs }) => ({
      event_id: event.event_id,
      event_type: event.event_type,
      occurred_at: atMs,
      user_id: event.user_id,
      session_id: event.session_id,
      device_class: deviceClass(event.user_agent),
      region: region(event.locale),
      page_host: hostOf(event.page_url),
      page_path: event.page_url === undefined ? null : new URL(event.page_url).pathname,
      referrer_host: hostOf(event.referrer),
      search_text: event.search_text?.trim().toLowerCase() ?? null,
      result_count: event.result_count ?? null,
      product_id: event.product_id ?? null,
      quantity: event.quantity ?? null,
      order_id: event.order_id ?? null,
      item_count: event.items?.length ?? null,
      amount_cents: event.total === undefined ? null : centsOf(event.total),
      method: event.method ?? null,
    }));
  }

  /** Rows of `dead_letters`, with the original as data. */
  deadLetters(): Row[] {
    return this.received.unique.flatMap(({ event, atMs }) => {
      const rule = brokenRule(event);
      if (rule === undefined) return [];
      const { event_id, event_type } = event;
      return [
        {
          event_id,
          event_type,
          occurred_at: atMs,
          broken_rule: rule,
          reason: reasons[rule],
          original: event,
        },
      ];
    });
  }

  /** Rows of `user_profiles`. */
  profiles(): Row[] {
    return [...groupBy(this.#processed.unique, ({ event }) => event.user_id)].map(([user, arrivals]) => ({
      user_id: user,
      first_seen_at: Math.min(...arrivals.map(({ atMs }) => atMs)),
      last_seen_at: Math.max(...arrivals.map(({ atMs }) => atMs)),
      event_count: arrivals.length,
      purchase_count: purchases(arrivals).length,
      spent_cents: spentCents(arrivals),
      last_device: newestDevice(arrivals),
    }));
  }

  /** Rows of `processed_events_late`, without the watermark that judged them. */
  late(): Row[] {
    return this.#processed.unique.flatMap(({ event, atMs, watermarkMs }) => {
      const startMs = Math.floor(atMs / minute) * minute;
      const lastMs = startMs + minute - 1;
      if (lastMs > watermarkMs + grace) return [];
      const { event_id, event_type, user_id } = event;
      const isCounted = lastMs > watermarkMs;
      return [
        { event_id, event_type, user_id, occurred_at: atMs, window_start: startMs, is_counted: isCounted },
      ];
    });
  }

  /** Rows of `user_events_per_minute`, or of `user_events_per_minute_final`. */
  eventsPerMinute(form: "provisional" | "final"): Row[] {
    return this.#processed
      .groups(tumbling(minute), ({ event_type }) => event_type)
      .filter((group) => form === "provisional" || this.received.isFinal(group))
      .map((group) => ({
        ...bounds(group, "PT1M", form === "final"),
        event_type: group.key,
        event_count: group.arrivals.length,
        user_count: distinct(group.arrivals, ({ user_id }) => user_id),
      }));
  }

  /** Rows of `active_users`. */
  activeUsers(): Row[] {
    return this.#processed
      .groups(hopping(15 * minute, 5 * minute), ({ locale }) => region(locale))
      .filter((group) => this.received.isFinal(group))
      .map((group) => ({
        ...bounds(group, "PT15M", true),
        region: group.key,
        user_count: distinct(group.arrivals, ({ user_id }) => user_id),
        session_count: distinct(group.arrivals, ({ session_id }) => session_id),
      }));
  }

  /** Rows of `conversion`. */
  conversion(): Row[] {
    return this.#processed
      .groups(tumbling(10 * minute), ({ user_agent }) => deviceClass(user_agent))
      .filter((group) => this.received.isFinal(group) && group.key !== "bot")
      .map((group) => ({
        ...bounds(group, "PT10M", true),
        device_class: group.key,
        visitor_count: distinct(group.arrivals, ({ user_id }) => user_id),
        shopper_count: distinct(ofType(group.arrivals, "add_to_cart"), ({ user_id }) => user_id),
        buyer_count: distinct(purchases(group.arrivals), ({ user_id }) => user_id),
        purchase_count: purchases(group.arrivals).length,
        revenue_cents: spentCents(group.arrivals),
      }));
  }

  /** Rows of `user_sessions`. */
  sessions(): Row[] {
    return this.#processed
      .sessions(sessionGap, ({ user_id }) => user_id)
      .filter((session) => this.received.isFinal(session))
      .map((session) => ({
        ...bounds(session, "PT30M", true),
        user_id: session.key,
        event_count: session.arrivals.length,
        page_view_count: ofType(session.arrivals, "page_view").length,
        purchase_count: purchases(session.arrivals).length,
        device_class: newestDevice(session.arrivals),
      }));
  }
}

type Arrivals = readonly Arrival<UserEvent>[];

function newOracle(): EventTimeOracle<UserEvent> {
  return new EventTimeOracle<UserEvent>({
    timeOf: ({ timestamp }) => Date.parse(timestamp),
    idOf: ({ event_id }) => event_id,
    behindMs: delay + grace,
  });
}

function bounds({ startMs, endMs }: Group<UserEvent>, interval: string, isFinal: boolean): Row {
  return { window_start: startMs, window_end: endMs, aggregate_interval: interval, is_final: isFinal };
}

function ofType(arrivals: Arrivals, type: string): Arrivals {
  return arrivals.filter(({ event }) => event.event_type === type);
}

function purchases(arrivals: Arrivals): Arrivals {
  return ofType(arrivals, "purchase");
}

function spentCents(arrivals: Arrivals): number {
  return purchases(arrivals).reduce((sum, { event }) => sum + centsOf(event.total ?? 0), 0);
}

function distinct(arrivals: Arrivals, valueOf: (event: UserEvent) => string): number {
  return new Set(arrivals.map(({ event }) => valueOf(event))).size;
}

/** The device of the newest event; of several at once the last by name. */
function newestDevice(arrivals: Arrivals): string {
  const newest = Math.max(...arrivals.map(({ atMs }) => atMs));
  const devices = arrivals
    .filter(({ atMs }) => atMs === newest)
    .map(({ event }) => deviceClass(event.user_agent))
    .toSorted();
  return devices.at(-1) ?? "";
}

function hostOf(address: string | undefined): string | null {
  return address !== undefined && URL.canParse(address) ? new URL(address).host : null;
}
