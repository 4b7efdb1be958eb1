import { type ReadonlySignal, signal } from "@preact/signals";
import type { CatalogDomain } from "../contract/catalog.ts";
import type { Frame } from "../contract/frames.ts";
import { type ConnectionState, EventConnection } from "../stream/connection.ts";
import { ReportPoll } from "../stream/report-poll.ts";
import { credentials } from "./api-key.ts";
import { emptyWatch, seeConnection, seeReport, type Watch } from "./freshness.ts";
import { followedTables } from "./shown-panel.ts";
import { LiveTables } from "./live-tables.ts";

/** What the page follows: one domain's tables over a window. */
export class Subscription {
  readonly domain: CatalogDomain;
  readonly minutes: number;
  readonly tables: LiveTables;
  readonly connection: ReadonlySignal<ConnectionState>;
  readonly watch: ReadonlySignal<Watch>;
  readonly #connection = signal<ConnectionState>({ kind: "connecting", attempt: 1 });
  readonly #watch = signal<Watch>(emptyWatch);
  readonly #events: EventConnection | ReportPoll;

  constructor(domain: CatalogDomain, minutes: number) {
    this.domain = domain;
    this.minutes = minutes;
    this.tables = new LiveTables(domain);
    this.connection = this.#connection;
    this.watch = this.#watch;
    const options = {
      headers: credentials,
      onState: (state: ConnectionState) => this.#seeConnection(state),
      onFrame: (frame: Frame) => this.#take(frame),
    };
    const followed = followedTables(domain).map((table) => `${domain.name}/${table}`);
    const url = `/events?tables=${followed.map(encodeURIComponent).join(",")}&minutes=${minutes}`;
    this.#events = followed.length === 0 ? new ReportPoll(options) : new EventConnection({ url, ...options });
    this.#events.connect();
  }

  /** Connects at once when it waits. */
  retry(): void {
    if (this.#connection.value.kind !== "open") this.#events.connect();
  }

  resume(): void {
    if (this.tables.resume()) this.#startAnew();
  }

  end(): void {
    this.#events.close();
  }

  #startAnew(): void {
    this.tables.reset();
    if (this.#events instanceof EventConnection) this.#events.startAnew();
  }

  #seeConnection(state: ConnectionState): void {
    this.#connection.value = state;
    this.#watch.value = seeConnection(this.#watch.value, state, Date.now());
  }

  #take(frame: Frame): void {
    if (frame.type === "backfill" || frame.type === "rows") this.tables.take(frame);
    else if (frame.type === "reset") this.tables.reset();
    else if (frame.type === "pipeline")
      this.#watch.value = seeReport(this.#watch.value, frame.data, this.domain.name, Date.now());
  }
}
