import { type ReadonlySignal, type Signal, signal } from "@preact/signals";
import type { CatalogDomain, CatalogEvent } from "../contract/catalog.ts";
import type { RowChanges } from "../state/row-changes.ts";
import { type BurstProgress, runBurst } from "./burst.ts";
import type { Payload } from "./event-time.ts";
import { type FollowedEvent, followRows } from "./follow-event.ts";
import { exampleValues, type FieldFault, type FormValues, readForm } from "./form-values.ts";
import { postEvent, type PostOptions, type PostOutcome } from "./post-events.ts";
import { userSession } from "./user-session.ts";
import { varyEvent } from "./vary-event.ts";

/** What the panel works with. */
export interface PublishOptions {
  readonly domain: CatalogDomain;
  readonly publisherUrl: string;
  readonly apiKey: () => string | undefined;
  /** The clock, in milliseconds since the epoch. Default: the browser's. */
  readonly now?: () => number;
}

/** A session under way: which step is next, of how many. */
export interface SessionProgress {
  readonly sent: number;
  readonly steps: number;
  readonly isOver: boolean;
}

/** So many events are followed at once. */
const mostFollowed = 5;
/** The pause between two events of a session. */
const stepMs = 1_000;

/** What the panel for one domain shows and does. */
export class PublishState {
  readonly event: Signal<CatalogEvent>;
  readonly values: Signal<FormValues>;
  readonly faults: Signal<readonly FieldFault[]> = signal([]);
  /** The newest answer; undefined before the first, and while one is awaited. */
  readonly outcome: Signal<PostOutcome | undefined> = signal(undefined);
  readonly isSending: Signal<boolean> = signal(false);
  readonly burst: Signal<BurstProgress | undefined> = signal(undefined);
  readonly session: Signal<SessionProgress | undefined> = signal(undefined);
  /** Newest first. */
  readonly #followed: Signal<readonly FollowedEvent[]> = signal([]);
  readonly #options: PublishOptions;
  #underWay = new AbortController();

  /** @throws Error for a domain without events */
  constructor(options: PublishOptions) {
    const [first] = options.domain.events;
    if (first === undefined) throw new Error(`domain ${options.domain.name} takes no events`);
    this.#options = options;
    this.event = signal(first);
    this.values = signal(exampleValues(first, this.#now()));
  }

  /** Follows what was published in these rows. @returns ends that */
  watch(changes: Pick<RowChanges, "subscribe">): () => void {
    const { domain } = this.#options;
    return changes.subscribe((found) => {
      this.#followed.value = this.#followed.value.map((each) => followRows(each, domain, found, this.#now()));
    });
  }

  get followed(): ReadonlySignal<readonly FollowedEvent[]> {
    return this.#followed;
  }

  /** Chooses a type; the form is filled with its example. */
  choose(name: string): void {
    const event = this.#options.domain.events.find((each) => each.name === name);
    if (event === undefined) return;
    this.event.value = event;
    this.values.value = exampleValues(event, this.#now());
    this.faults.value = [];
    this.outcome.value = undefined;
  }

  set(attribute: string, text: string): void {
    this.values.value = { ...this.values.value, [attribute]: text };
  }

  /** Makes the event happen now. */
  setNow(): void {
    const { attribute } = this.event.value.event_time;
    this.set(attribute, exampleValues(this.event.value, this.#now())[attribute] ?? "");
  }

  /** Posts what the form says, or only has it checked. */
  async send({ isDryRun }: { readonly isDryRun: boolean }): Promise<void> {
    const payload = this.#read();
    if (payload === undefined || this.isSending.value) return;
    this.isSending.value = true;
    this.outcome.value = undefined;
    await this.#post(this.event.value, payload, isDryRun).catch(() => undefined);
    this.isSending.value = false;
  }

  /** Posts many events like the form's. */
  async startBurst(events: number, perSecond: number): Promise<void> {
    const payload = this.#read();
    if (payload === undefined) return;
    const { domain } = this.#options;
    const event = this.event.value;
    const make = (index: number) => varyEvent(event, domain, { payload, index, timeMs: this.#now() });
    await runBurst({
      ...this.#posting(event),
      events,
      perSecond,
      make,
      signal: this.#begin(),
      onProgress: (progress) => (this.burst.value = progress),
    });
  }

  /** Posts what one new user does, an event a second, and follows it. */
  async startSession(): Promise<void> {
    const { domain } = this.#options;
    const abort = this.#begin();
    const start = this.#now();
    const steps = userSession(domain, {
      userNumber: 1 + Math.floor(Math.random() * 1_000_000),
      timeOf: (index) => start + index * stepMs,
      random: Math.random,
    });
    const show = (sent: number, isOver: boolean) =>
      (this.session.value = { sent, steps: steps.length, isOver });
    show(0, false);
    for (const [index, { name, payload }] of steps.entries()) {
      const event = domain.events.find((each) => each.name === name);
      if (event === undefined || abort.aborted) break;
      // oxlint-disable-next-line no-await-in-loop -- one event after the other is the point
      const outcome = await this.#post(event, payload, false).catch(() => undefined);
      if (outcome?.kind !== "kept") break;
      show(index + 1, false);
      // oxlint-disable-next-line no-await-in-loop -- see above
      if (index + 1 < steps.length) await pause(stepMs, abort);
    }
    show(this.session.value?.sent ?? 0, true);
  }

  /** Ends the burst or the session that is under way. */
  stop(): void {
    this.#underWay.abort();
  }

  #read(): Payload | undefined {
    const read = readForm(this.event.value, this.values.value);
    this.faults.value = read.kind === "faults" ? read.faults : [];
    return read.kind === "faults" ? undefined : read.payload;
  }

  async #post(event: CatalogEvent, payload: Payload, isDryRun: boolean): Promise<PostOutcome> {
    const sentAt = this.#now();
    const outcome = await postEvent(payload, { ...this.#posting(event), isDryRun });
    this.outcome.value = outcome;
    if (outcome.kind === "invalid") this.faults.value = outcome.faults;
    if (outcome.kind === "kept") this.#follow(event, payload, { ...outcome, sentAt });
    return outcome;
  }

  #follow(
    event: CatalogEvent,
    payload: Payload,
    {
      eventId,
      place,
      isDuplicate,
      sentAt,
    }: Pick<FollowedEvent, "eventId" | "place" | "isDuplicate" | "sentAt">,
  ): void {
    const followed = {
      event,
      payload,
      eventId,
      place,
      isDuplicate,
      sentAt,
      acceptedAt: this.#now(),
      rows: [],
    };
    this.#followed.value = [followed, ...this.#followed.value].slice(0, mostFollowed);
  }

  #posting({ path }: CatalogEvent): PostOptions {
    const { publisherUrl, apiKey } = this.#options;
    return { publisherUrl, path, apiKey: apiKey() };
  }

  #begin(): AbortSignal {
    this.stop();
    this.#underWay = new AbortController();
    return this.#underWay.signal;
  }

  #now(): number {
    return (this.#options.now ?? Date.now)();
  }
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    signal.addEventListener("abort", () => (clearTimeout(timer), resolve()), { once: true });
  });
}
