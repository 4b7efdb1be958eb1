import { eventSchema, exampleEvent, type EventPlan, type JsonSchema, type PanelPlan } from "@millrace/domain";
import type { ServedTablePlan } from "@millrace/domain";
import type { Catalog } from "../catalog/catalog.ts";

/** What `GET /api/catalog` answers. */
export interface CatalogAnswer {
  readonly stage: string;
  /** Where events are posted, as browsers reach it; null where nothing says it. */
  readonly publisher_url: string | null;
  readonly domains: readonly CatalogDomain[];
}

/** One domain: what it computes, shows and takes. */
export interface CatalogDomain {
  readonly name: string;
  readonly tables: readonly CatalogTable[];
  readonly panels: readonly PanelPlan[];
  readonly events: readonly CatalogEvent[];
  /** What users do, for the page to play. */
  readonly journeys: readonly CatalogJourney[];
}

/** A Markov chain of events; `next` names steps, and `end` is none. */
export interface CatalogJourney {
  readonly name: string;
  readonly weight: number;
  readonly start: string;
  readonly steps: readonly {
    readonly name: string;
    readonly event: string;
    readonly next: readonly { readonly name: string; readonly weight: number }[];
  }[];
}

/** A table that rows are asked of, without how it is made. */
export type CatalogTable = Omit<
  ServedTablePlan,
  "topic" | "connector" | "postgresTable" | "key" | "value" | "domain"
>;

/** A type of event that can be posted to the publisher. */
export interface CatalogEvent {
  readonly name: string;
  readonly path: string;
  readonly doc?: string;
  readonly schema: JsonSchema;
  readonly example: Readonly<Record<string, unknown>>;
  /** The attribute that says when it happened, and how it says it. */
  readonly event_time: { readonly attribute: string; readonly unit: "seconds" | "millis" | "iso" };
  /** The attribute that identifies it, where there is one. */
  readonly id_attribute?: string;
  /** Under which column results have an attribute's value, by attribute. */
  readonly columns: Readonly<Record<string, string>>;
}

/** Describes the domains that a caller may read. */
export function catalogAnswer(
  catalog: Catalog,
  publisherUrl: string | undefined,
  mayRead: (domain: string) => boolean,
): CatalogAnswer {
  return {
    stage: catalog.stage,
    publisher_url: publisherUrl ?? null,
    domains: catalog.domains.filter(mayRead).map((name) => ({
      name,
      tables: catalog.tablesOf(name).map(tableOf),
      panels: catalog.panelsOf(name),
      events: catalog.eventsOf(name).map(eventOf),
      journeys: journeysOf(catalog, name),
    })),
  };
}

function tableOf({
  topic: _topic,
  connector: _connector,
  postgresTable: _postgresTable,
  key: _key,
  value: _value,
  domain: _domain,
  ...table
}: ServedTablePlan): CatalogTable {
  return table;
}

function eventOf(event: EventPlan): CatalogEvent {
  const { name, path, doc, idAttribute, eventTime, columns } = event;
  const timeType = columns.find((column) => column.name === eventTime.column)?.type;
  return {
    name,
    path,
    ...(doc === undefined ? {} : { doc }),
    schema: eventSchema(event),
    example: exampleEvent(event),
    event_time: {
      attribute: eventTime.attribute,
      unit: timeType?.kind === "timestamp" ? timeType.unit : "iso",
    },
    ...(idAttribute === undefined ? {} : { id_attribute: idAttribute }),
    columns: Object.fromEntries(columns.map((column) => [column.attribute, column.name])),
  };
}

function journeysOf({ contract }: Catalog, domain: string): readonly CatalogJourney[] {
  const found = contract.journeys?.find((each) => each.domain === domain)?.journeys ?? [];
  return found.map(({ name, weight, start, steps }) => ({
    name,
    weight,
    start,
    steps: steps.map(({ name: step, event, next }) => ({ name: step, event, next })),
  }));
}
