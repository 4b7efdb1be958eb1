import type { LiveMetric, Reading } from "@millrace/http";
import type { ItemResult } from "../intake/item-result.ts";
import { pageViewType } from "../catalog/page-views.ts";

/** A type of event, as the metrics' labels name it. */
export interface TypeName {
  readonly domain: string;
  readonly name: string;
  readonly topic?: string;
}

/** What became of the events of one type, as plain numbers: counting one event costs an addition. */
class Tally {
  readonly type: TypeName;
  kafka = 0;
  spool = 0;
  duplicate = 0;
  valid = 0;
  invalid = 0;
  rejected = 0;
  retry = 0;

  constructor(type: TypeName) {
    this.type = type;
  }

  add(result: ItemResult): void {
    if (result.status === "accepted") this[result.stored_in] += 1;
    else this[result.status] += 1;
  }
}

/** Counts items by type and by what became of them. */
export class Tallies {
  readonly #byType = new Map<string, Tally>();
  /** The same tallies by the objects that name their types: those of a catalog live as long as it does. */
  readonly #byObject = new WeakMap<TypeName, Tally>();
  readonly #replayed = new Map<string, number>();
  readonly #deadLetters = new Map<string, Reading>();

  /** The tally of a type; the same for the same names. */
  of(type: TypeName): Tally {
    let tally = this.#byObject.get(type);
    if (tally !== undefined) return tally;
    const id = `${type.domain} ${type.name}`;
    tally = this.#byType.get(id);
    if (tally === undefined) this.#byType.set(id, (tally = new Tally(type)));
    this.#byObject.set(type, tally);
    return tally;
  }

  /** Counts spooled records that Kafka has taken since. */
  replayed(topic: string, count: number): void {
    this.#replayed.set(topic, (this.#replayed.get(topic) ?? 0) + count);
  }

  /** Counts invalid events that were to be kept as dead letters. */
  deadLetters(domain: string, kept: number, lost: number): void {
    for (const [outcome, count] of [
      ["kept", kept],
      ["lost", lost],
    ] as const) {
      const id = `${domain} ${outcome}`;
      const before = this.#deadLetters.get(id)?.[1] ?? 0;
      this.#deadLetters.set(id, [{ domain, outcome }, before + count]);
    }
  }

  /** What is shown of the counts. */
  metrics(): readonly LiveMetric[] {
    const labelNames = ["domain", "type"];
    return [
      {
        name: "events_produced_total",
        help: "Events that all in-sync replicas have acknowledged, those that came by the spool left out",
        kind: "counter",
        labelNames,
        read: () => this.#readings("kafka"),
      },
      {
        name: "events_spooled_total",
        help: "Events that were accepted into the spool, to come to Kafka later",
        kind: "counter",
        labelNames,
        read: () => this.#readings("spool"),
      },
      {
        name: "events_replayed_total",
        help: "Spooled events that all in-sync replicas have acknowledged since",
        kind: "counter",
        labelNames: ["topic"],
        read: () => [...this.#replayed].map(([topic, count]): Reading => [{ topic }, count]),
      },
      {
        name: "events_duplicate_total",
        help: "Events that were accepted before, and were not taken again",
        kind: "counter",
        labelNames,
        read: () => this.#readings("duplicate"),
      },
      {
        name: "events_checked_total",
        help: "Valid events of dry runs",
        kind: "counter",
        labelNames,
        read: () => this.#readings("valid"),
      },
      {
        name: "events_dead_letters_total",
        help: "Invalid events of domains that keep them: kept as dead letters, or lost as nothing took them",
        kind: "counter",
        labelNames: ["domain", "outcome"],
        read: () => this.#deadLetters.values(),
      },
      {
        name: "events_rejected_total",
        help: "Events that were not accepted: invalid, rejected by the broker, or to be sent again",
        kind: "counter",
        labelNames: [...labelNames, "reason"],
        read: () => refusals.flatMap((reason) => this.#readings(reason, { reason })),
      },
      ...this.#pageViews(),
    ];
  }

  /** The names that the page-view pipeline has always had. */
  #pageViews(): readonly LiveMetric[] {
    const tally = () => this.#byType.get(`${pageViewType.domain} ${pageViewType.name}`);
    const produced = () => {
      const { kafka = 0, type } = tally() ?? {};
      return kafka + (this.#replayed.get(type?.topic ?? "") ?? 0);
    };
    return [
      {
        name: "pageviews_produced_total",
        help: "Page views that all in-sync replicas have acknowledged",
        kind: "counter",
        read: produced,
      },
      {
        name: "pageviews_rejected_total",
        help: "Page views that were not accepted: invalid, rejected by the broker, or to be sent again",
        kind: "counter",
        labelNames: ["reason"],
        read: () => refusals.map((reason): Reading => [{ reason }, tally()?.[reason] ?? 0]),
      },
    ];
  }

  #readings(
    result: Exclude<keyof Tally, "type" | "add">,
    labels: Readonly<Record<string, string>> = {},
  ): readonly Reading[] {
    return [...this.#byType.values()].map((tally) => [
      { domain: tally.type.domain, type: tally.type.name, ...labels },
      tally[result],
    ]);
  }
}

const refusals = ["invalid", "rejected", "retry"] as const;
