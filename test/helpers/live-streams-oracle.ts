import {
  type Arrival,
  EventTimeOracle,
  type Group,
  groupBy,
  minute,
  second,
  tumbling,
} from "./event-time-oracle.ts";

interface StreamEventBase {
  readonly event_id: string;
  /** ISO 8601 */
  readonly ts: string;
  readonly stream_id: string;
  readonly user_id: string;
}

/** What callers of the domain send. */
export type StreamEvent = StreamEventBase &
  (
    | { readonly event_type: "viewer_join" | "viewer_leave" | "chat_message" }
    /** Dollars, at most two digits behind the point. */
    | { readonly event_type: "donation"; readonly amount_usd: number | string }
  );

type Row = Readonly<Record<string, unknown>>;

const delay = 10 * second;
const grace = 5 * minute;
const topCount = 10;

/** What the domain `live-streams` must compute, written without looking at its SQL. Rows are as its results have them. */
export class LiveStreamsOracle extends EventTimeOracle<StreamEvent> {
  constructor() {
    super({
      timeOf: ({ ts }) => Date.parse(ts),
      idOf: ({ event_id }) => event_id,
      behindMs: delay + grace,
    });
  }

  /** Rows of `stream_metrics_minute`, or of `stream_metrics_minute_final`. */
  metrics(form: "provisional" | "final"): Row[] {
    return this.groups(tumbling(minute), ({ stream_id }) => stream_id)
      .filter((group) => form === "provisional" || this.isFinal(group))
      .map((group) => ({
        window_start: group.startMs,
        stream_id: group.key,
        window_end: group.endMs,
        active_viewers: viewersOf(group),
        chat_messages: ofType(group, "chat_message"),
        donations_usd: dollars(donatedCents(group)),
      }));
  }

  /** Rows of `stream_state`: viewers whose newest join or leave is a join, and no leave of that time. */
  state(): Row[] {
    const moves = this.unique.filter(({ event }) => moveTypes.has(event.event_type));
    return [...groupBy(moves, ({ event }) => event.stream_id)].map(([stream, ofStream]) => ({
      stream_id: stream,
      current_viewers: [...groupBy(ofStream, ({ event }) => event.user_id).values()].filter(isThere).length,
      updated_at: newest(ofStream),
    }));
  }

  /** Rows of `stream_events_late`, without the watermark that judged them. */
  late(): Row[] {
    return this.unique.flatMap(({ event, atMs, watermarkMs }) => {
      const startMs = Math.floor(atMs / minute) * minute;
      const lastMs = startMs + minute - 1;
      if (lastMs > watermarkMs + grace) return [];
      return [
        {
          event_id: event.event_id,
          event_type: event.event_type,
          stream_id: event.stream_id,
          user_id: event.user_id,
          amount_usd: event.event_type === "donation" ? centsOf(event.amount_usd) : null,
          occurred_at: atMs,
          window_start: startMs,
          is_counted: lastMs > watermarkMs,
        },
      ];
    });
  }

  /** Rows of `top_streams`. */
  topStreams(): Row[] {
    const groups = this.groups(tumbling(5 * minute), ({ stream_id }) => stream_id);
    return [
      ...groupBy(
        groups.filter((group) => this.isFinal(group)),
        ({ startMs }) => startMs,
      ).values(),
    ].flatMap((ofWindow) =>
      ofWindow
        .map((group) => ({ group, viewers: viewersOf(group) }))
        .toSorted(
          (a, b) =>
            b.viewers - a.viewers || Buffer.compare(Buffer.from(a.group.key), Buffer.from(b.group.key)),
        )
        .slice(0, topCount)
        .map(({ group, viewers }, index) => ({
          window_start: group.startMs,
          stream_id: group.key,
          rank_number: index + 1,
          window_end: group.endMs,
          active_viewers: viewers,
          chat_messages: ofType(group, "chat_message"),
          donated_cents: donatedCents(group),
          aggregate_interval: "PT5M",
          is_final: true,
        })),
    );
  }

  /** Rows of `stream_events_intake`. */
  intake(): Row[] {
    const minuteOf = ({ atMs }: Arrival<StreamEvent>) => Math.floor(atMs / minute) * minute;
    const unique = groupBy(this.unique, minuteOf);
    return [...groupBy(this.accepted, minuteOf)].map(([start, received]) => ({
      window_start: start,
      window_end: start + minute,
      received_count: received.length,
      unique_count: unique.get(start)?.length ?? 0,
      duplicate_count: received.length - (unique.get(start)?.length ?? 0),
    }));
  }
}

const moveTypes = new Set(["viewer_join", "viewer_leave"]);

/** Whole cents, without a floating point in between. */
export function centsOf(amount: number | string): number {
  const [whole = "", rest = ""] = String(amount).split(".");
  return Number(whole) * 100 + Number(rest.padEnd(2, "0"));
}

function viewersOf({ arrivals }: Group<StreamEvent>): number {
  return new Set(arrivals.map(({ event }) => event.user_id)).size;
}

function ofType({ arrivals }: Group<StreamEvent>, type: StreamEvent["event_type"]): number {
  return arrivals.filter(({ event }) => event.event_type === type).length;
}

function donatedCents({ arrivals }: Group<StreamEvent>): number {
  return arrivals.reduce(
    (sum, { event }) => sum + (event.event_type === "donation" ? centsOf(event.amount_usd) : 0),
    0,
  );
}

function dollars(cents: number): string {
  return `${Math.floor(cents / 100)}.${String(cents % 100).padStart(2, "0")}`;
}

function isThere(moves: readonly Arrival<StreamEvent>[]): boolean {
  const last = newest(moves);
  return moves.every(({ event, atMs }) => atMs < last || event.event_type === "viewer_join");
}

function newest(moves: readonly Arrival<StreamEvent>[]): number {
  return Math.max(...moves.map(({ atMs }) => atMs));
}
