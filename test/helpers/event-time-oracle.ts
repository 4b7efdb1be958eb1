/**
 * What windows over event time must hold, written without looking at any SQL: an event that comes twice counts once, and it
 * counts in a window unless the watermark had passed that window's end when it came. Times are milliseconds since the epoch.
 */
export interface Arrival<Event> {
  readonly event: Event;
  readonly atMs: number;
  /** The watermark that judged it. */
  readonly watermarkMs: number;
}

/** From its start, inclusive, to its end, exclusive. */
export interface Span {
  readonly startMs: number;
  readonly endMs: number;
}

/** Events of one group in one window. */
export interface Group<Event> extends Span {
  readonly key: string;
  readonly arrivals: readonly Arrival<Event>[];
}

/** Windows that are the same for every group. */
export type WindowsOf = (atMs: number) => readonly Span[];

export const second = 1000;
export const minute = 60 * second;
export const hour = 60 * minute;
export const day = 24 * hour;

/** Windows of one length, the next beginning where one ends. */
export function tumbling(sizeMs: number): WindowsOf {
  return hopping(sizeMs, sizeMs);
}

/** Windows of one length, a new one beginning every `everyMs`. */
export function hopping(sizeMs: number, everyMs: number): WindowsOf {
  return (atMs) => {
    const last = Math.floor(atMs / everyMs) * everyMs;
    const count = Math.ceil((sizeMs - (atMs - last)) / everyMs);
    return Array.from({ length: count }, (_, index) => last - index * everyMs).map((startMs) => ({
      startMs,
      endMs: startMs + sizeMs,
    }));
  };
}

/** Windows that share a start and end one step later each, up to their full length. */
export function cumulating(sizeMs: number, stepMs: number): WindowsOf {
  return (atMs) => {
    const startMs = Math.floor(atMs / sizeMs) * sizeMs;
    return Array.from({ length: sizeMs / stepMs }, (_, index) => startMs + (index + 1) * stepMs)
      .filter((endMs) => atMs < endMs)
      .map((endMs) => ({ startMs, endMs }));
  };
}

/** Takes events as they are accepted, and is told how far event time is known to have come. */
export class EventTimeOracle<Event> {
  readonly #timeOf: (event: Event) => number;
  readonly #idOf: (event: Event) => string;
  /** How far the watermark stays behind the newest event: watermark delay plus grace. */
  readonly #behindMs: number;
  readonly #accepted: Arrival<Event>[] = [];
  readonly #unique = new Map<string, Arrival<Event>>();
  #watermarkMs = Number.NEGATIVE_INFINITY;

  constructor(options: {
    readonly timeOf: (event: Event) => number;
    readonly idOf: (event: Event) => string;
    readonly behindMs: number;
  }) {
    this.#timeOf = options.timeOf;
    this.#idOf = options.idOf;
    this.#behindMs = options.behindMs;
  }

  accept(events: readonly Event[]): void {
    for (const event of events) {
      const arrival = { event, atMs: this.#timeOf(event), watermarkMs: this.#watermarkMs };
      this.#accepted.push(arrival);
      const id = this.#idOf(event);
      if (!this.#unique.has(id)) this.#unique.set(id, arrival);
    }
  }

  /** Event time has come to `newestMs` on every partition that is not idle. */
  eventTimeReached(newestMs: number): void {
    this.#watermarkMs = Math.max(this.#watermarkMs, newestMs - this.#behindMs);
  }

  /** How far the watermark is known to have come. */
  get watermarkMs(): number {
    return this.#watermarkMs;
  }

  /** Everything that was accepted, twice where it was accepted twice. */
  get accepted(): readonly Arrival<Event>[] {
    return this.#accepted;
  }

  /** The first of each identifier, in the order in which they came. */
  get unique(): readonly Arrival<Event>[] {
    return [...this.#unique.values()];
  }

  /** Whether an event of that identifier was accepted. */
  has(id: string): boolean {
    return this.#unique.has(id);
  }

  /** Whether no event can count in a window any more. */
  isFinal({ endMs }: Span): boolean {
    return endMs - 1 <= this.#watermarkMs;
  }

  /** The events that count, by window and group. */
  groups(windowsOf: WindowsOf, keyOf: (event: Event) => string): readonly Group<Event>[] {
    const groups = new Map<string, Span & { key: string; arrivals: Arrival<Event>[] }>();
    for (const arrival of this.unique) {
      for (const span of windowsOf(arrival.atMs)) {
        if (!isOpen(span, arrival.watermarkMs)) continue;
        const key = keyOf(arrival.event);
        const id = JSON.stringify([span.startMs, span.endMs, key]);
        const group = groups.get(id) ?? { ...span, key, arrivals: [] };
        group.arrivals.push(arrival);
        groups.set(id, group);
      }
    }
    return [...groups.values()];
  }

  /** Events of a group that follow each other within the gap, and the gap after the last of them. */
  sessions(gapMs: number, keyOf: (event: Event) => string): readonly Group<Event>[] {
    let sessions: Group<Event>[] = [];
    for (const arrival of this.unique) {
      const key = keyOf(arrival.event);
      const { atMs, watermarkMs } = arrival;
      const joined = sessions.filter(
        (each) =>
          each.key === key && isOpen(each, watermarkMs) && each.startMs <= atMs + gapMs && each.endMs >= atMs,
      );
      const session = {
        key,
        startMs: Math.min(atMs, ...joined.map(({ startMs }) => startMs)),
        endMs: Math.max(atMs + gapMs, ...joined.map(({ endMs }) => endMs)),
        arrivals: [...joined.flatMap(({ arrivals }) => arrivals), arrival],
      };
      if (isOpen(session, watermarkMs))
        sessions = [...sessions.filter((each) => !joined.includes(each)), session];
    }
    return sessions;
  }
}

/** Things by what they have in common, in the order in which it was first met. */
export function groupBy<Thing, Key>(
  things: readonly Thing[],
  keyOf: (thing: Thing) => Key,
): ReadonlyMap<Key, readonly Thing[]> {
  const groups = new Map<Key, Thing[]>();
  for (const thing of things) {
    const key = keyOf(thing);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [thing]);
    else group.push(thing);
  }
  return groups;
}

function isOpen({ endMs }: Span, watermarkMs: number): boolean {
  return endMs - 1 > watermarkMs;
}
