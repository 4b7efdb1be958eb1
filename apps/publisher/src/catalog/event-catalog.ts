import { suggest } from "@millrace/common";
import type { AvroType, EventPlan } from "@millrace/domain";
import { type CodecOptions, compileEvent, type EventCodec } from "@millrace/events";
import { quotedName, type UnknownName, unknownName } from "@millrace/http";
import type { Contract } from "./contract.ts";
import { type Door, domainDoor, typeDoor } from "./door.ts";
import { noPipeline, type Pipeline } from "./pipeline.ts";

/** A subject of the registry with the schema that is written under it. */
export interface SubjectSchema {
  readonly subject: string;
  readonly schema: AvroType;
}

/** The types of events that are taken, each with its codec, by domain and name. */
export class EventCatalog {
  readonly events: readonly EventPlan[];
  /** The OpenAPI document of all that may be posted. */
  readonly openapi: Contract["openapi"];
  readonly pipeline: Pipeline;
  /** How events are read and written, one a type. */
  readonly codecs: readonly EventCodec[];
  readonly #doors = new Map<string, Door>();

  /** @throws CurrencyUnknownError, MaskingKeyMissingError, and what avsc throws for a schema that it cannot parse */
  constructor({ events, openapi, pipeline = noPipeline }: Contract, options: CodecOptions = {}) {
    this.events = events;
    this.openapi = openapi;
    this.pipeline = pipeline;
    this.codecs = events.map((event) => compileEvent(event, options));
    for (const codec of this.codecs)
      this.#doors.set(pathOf(codec.plan.domain, codec.plan.name), typeDoor(codec));
    for (const domain of new Set(events.map((event) => event.domain))) {
      const door = domainDoor(this.codecs.filter(({ plan }) => plan.domain === domain));
      if (door !== undefined) this.#doors.set(pathOf(domain), door);
    }
  }

  /** Topics that events and dead letters go to, each once. */
  get topics(): readonly string[] {
    return [...new Set(this.events.flatMap(({ topic, deadLetterTopic }) => [topic, deadLetterTopic]))];
  }

  /** Every subject that is written under, each once. */
  get schemas(): readonly SubjectSchema[] {
    const schemas = this.events.flatMap(({ subject, schema, key }) => [
      { subject, schema },
      ...(key.format === "avro" ? [{ subject: key.subject, schema: key.schema }] : []),
    ]);
    return [...new Map(schemas.map((each) => [each.subject, each])).values()];
  }

  /** How events of a type are read; undefined for an unknown type. */
  codec(domain: string, type: string): EventCodec | undefined {
    return this.codecs.find(({ plan }) => plan.domain === domain && plan.name === type);
  }

  /** Where events of a type are taken; without a type where those of a domain are that say theirs. */
  door(domain: string, type?: string): Door | undefined {
    return this.#doors.get(pathOf(domain, type));
  }

  /** Why {@link door} gives none. */
  noDoor(domain: string, type?: string): UnknownName {
    const domains = [...new Set(this.events.map((event) => event.domain))].sort();
    if (!domains.includes(domain)) {
      const meant = suggest(domain, domains);
      const detail = `There is no domain ${quotedName(domain)}, expected ${oneOf(domains)}.`;
      return unknownName(detail, meant === undefined ? undefined : pathOf(meant, type));
    }
    const types = this.events.flatMap((event) => (event.domain === domain ? [event.name] : [])).sort();
    if (type === undefined) {
      const detail = `Events of domain ${domain} do not say their type; post them to ${pathOf(domain, "<type>")}, with ${oneOf(types)}.`;
      return { detail };
    }
    const meant = suggest(type, types);
    const detail = `There is no type ${quotedName(type)} in domain ${domain}, expected ${oneOf(types)}.`;
    return unknownName(detail, meant === undefined ? undefined : pathOf(domain, meant));
  }
}

function pathOf(domain: string, type?: string): string {
  return type === undefined ? `/api/events/${domain}` : `/api/events/${domain}/${type}`;
}

function oneOf(names: readonly string[]): string {
  return names.length === 0 ? "none: no domain takes events" : `one of ${names.join(", ")}`;
}
