import { parseDuration } from "../../duration.ts";
import type { AttributeInput } from "../../schema/attribute-schema.ts";
import { type DeclaredStream, declaredStreams } from "../../schema/declared-streams.ts";
import type { DomainInput, ResultInput } from "../../schema/domain-schema.ts";
import { readableName } from "../../sql/reserved-words.ts";

/** A table that aggregations can read. */
export interface SourceTable {
  readonly name: string;
  /** The column of event time. */
  readonly timeColumn: string;
  /** How long a late row still counts after its window's end. */
  readonly graceMs: number;
  /** How far the watermark stays behind the newest event time: watermark delay and grace. */
  readonly behindMs: number;
  /** By the name that domain.yaml uses, in order. */
  readonly columns: Readonly<Record<string, SourceColumn>>;
}

/** A column of a source table. */
export interface SourceColumn {
  /** As SQL names it. */
  readonly name: string;
  readonly attribute: AttributeInput;
  /** Whether only some of the stream's event types have it; those always, unless the attribute is optional. */
  readonly isOfSomeTypes: boolean;
}

/** A value of a source table: a column, or a field in one. */
export interface SourceValue {
  /** As SQL reads it: `address.city`. */
  readonly sql: string;
  /** The name of a result's column for it: `address_city`. */
  readonly columnName: string;
  readonly attribute: AttributeInput;
  /** Whether an event type that has the attribute may leave it out. */
  readonly isOptional: boolean;
  /** Whether only some of the stream's event types have it. */
  readonly isOfSomeTypes: boolean;
}

/** Every table of the domain that an aggregation can read: those of events, and append results with a watermark. */
export function sourceTables(domain: DomainInput): readonly SourceTable[] {
  return [
    ...declaredStreams(domain).map(ofStream),
    ...Object.entries(domain.results ?? {}).flatMap(([name, result]) => ofResult(name, result)),
  ];
}

function ofStream({ table, input, attributes, types }: DeclaredStream): SourceTable {
  const { attribute: timeAttribute, column = timeAttribute } = input.event_time;
  const columns = Object.entries(attributes).map(([name, attribute]) => {
    const own = types.flatMap((type) => (Object.hasOwn(type.own, name) ? [type.own[name]] : []));
    const isOptional = own.length === 0 ? attribute.optional : own.some((each) => each?.optional === true);
    return [
      name,
      {
        name: name === timeAttribute ? column : name,
        attribute: { ...attribute, optional: isOptional === true },
        isOfSomeTypes: own.length > 0,
      },
    ] as const;
  });
  return {
    name: table,
    timeColumn: column,
    ...watermarkOf(input.watermark),
    columns: Object.fromEntries(columns),
  };
}

function ofResult(name: string, { mode, watermark, columns }: ResultInput): readonly SourceTable[] {
  if (watermark === undefined || mode !== "append") return [];
  return [
    {
      name,
      timeColumn: watermark.column,
      ...watermarkOf(watermark),
      columns: Object.fromEntries(
        Object.entries(columns).map(([column, attribute]) => [
          column,
          { name: column, attribute, isOfSomeTypes: false },
        ]),
      ),
    },
  ];
}

function watermarkOf({ delay, grace }: { delay?: string | undefined; grace?: string | undefined } = {}) {
  const graceMs = grace === undefined ? 0 : parseDuration(grace);
  return { graceMs, behindMs: graceMs + (delay === undefined ? 0 : parseDuration(delay)) };
}

/** Follows a path such as `address.city` or `price.currency`; undefined where it leads nowhere. */
export function valueAtPath({ columns }: SourceTable, path: string): SourceValue | undefined {
  const [first = "", ...others] = path.split(".");
  const column = Object.hasOwn(columns, first) ? columns[first] : undefined;
  if (column === undefined) return undefined;
  const attributes = [column.attribute];
  for (const name of others) {
    const field = fieldsOf(attributes.at(-1))[name];
    if (field === undefined) return undefined;
    attributes.push(field);
  }
  const names = [column.name, ...others];
  return {
    sql: names.map(readableName).join("."),
    columnName: names.join("_"),
    attribute: attributes.at(-1) ?? column.attribute,
    isOptional: attributes.some(({ optional }) => optional === true),
    isOfSomeTypes: column.isOfSomeTypes,
  };
}

/** What can stand behind a value and a point; money without one currency is a record of two. */
export function fieldsOf(attribute: AttributeInput | undefined): Readonly<Record<string, AttributeInput>> {
  if (attribute?.type === "record") return attribute.fields;
  if (attribute?.type !== "money" || attribute.currency !== undefined) return {};
  return {
    minor_units: { type: "long" },
    currency: { type: "string", doc: "ISO 4217 code." },
  };
}
