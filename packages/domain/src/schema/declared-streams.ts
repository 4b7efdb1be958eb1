import type { DataPath } from "../load/yaml-position.ts";
import type { AttributeInput } from "./attribute-schema.ts";
import type { DomainInput, EventInput, StreamInput } from "./domain-schema.ts";

type Attributes = Readonly<Record<string, AttributeInput>>;

/** A topic of events as it was declared: under `streams` with several types, or under `events` with one. */
export interface DeclaredStream {
  /** Where it stands in domain.yaml. */
  readonly path: DataPath;
  /** Where its table's name stands: a key of `streams`, or a value. */
  readonly tableAt: { readonly path: DataPath; readonly at: "key" | "value" };
  /** The name of its Avro record: the event's, or the stream's. */
  readonly name: string;
  readonly table: string;
  readonly input: EventInput | StreamInput;
  /** The attribute that holds a type's name, where several types share the stream. */
  readonly typeAttribute?: string;
  /** What the table has: common attributes, the type, and what only some types have, which is optional here. */
  readonly attributes: Attributes;
  readonly types: readonly DeclaredType[];
}

/** A type of event, with all that a caller sends but the type's name. */
export interface DeclaredType {
  readonly path: DataPath;
  readonly name: string;
  readonly doc: string | undefined;
  readonly attributes: Attributes;
  /** Those of them that only this type declares. */
  readonly own: Attributes;
}

/** The name of the type's attribute where a stream says no other. */
export const defaultTypeAttribute = "event_type";

/** Every stream of a domain, those with several types first. */
export function declaredStreams({ streams = {}, events = {} }: DomainInput): readonly DeclaredStream[] {
  return [
    ...Object.entries(streams).map(([table, stream]) => sharedStream(table, stream)),
    ...Object.entries(events).map(([name, event]) => singleStream(name, event)),
  ];
}

/** The streams of a domain that leave out duplicates. */
export function deduplicatedStreams(domain: DomainInput): readonly DeclaredStream[] {
  return declaredStreams(domain).filter(({ input }) => input.deduplicate !== undefined);
}

function singleStream(name: string, event: EventInput): DeclaredStream {
  const path = ["events", name];
  const { attributes } = event;
  return {
    path,
    tableAt: { path: [...path, "table"], at: "value" },
    name,
    table: event.table,
    input: event,
    attributes,
    types: [{ path, name, doc: event.doc, attributes, own: {} }],
  };
}

function sharedStream(table: string, stream: StreamInput): DeclaredStream {
  const path = ["streams", table];
  const typeAttribute = stream.type ?? defaultTypeAttribute;
  const own = Object.values(stream.types).flatMap(({ attributes = {} }) => Object.entries(attributes));
  const { [typeAttribute]: declaredType, ...common } = stream.attributes;
  return {
    path,
    tableAt: { path, at: "key" },
    name: table,
    table,
    input: stream,
    typeAttribute,
    attributes: {
      ...common,
      [typeAttribute]: declaredType ?? { type: "string", doc: "Which type of event it is." },
      ...Object.fromEntries(own.map(([name, attribute]) => [name, optionalForm(attribute)])),
    },
    types: Object.entries(stream.types).map(([name, { doc, attributes = {} }]) => ({
      path: [...path, "types", name],
      name,
      doc,
      attributes: { ...common, ...attributes },
      own: attributes,
    })),
  };
}

/** What only some types have is missing in the others; a default would claim a value for those. */
function optionalForm(attribute: AttributeInput): AttributeInput {
  const { default: _, ...rest } = attribute as AttributeInput & { readonly default?: unknown };
  return { ...(rest as AttributeInput), optional: true };
}

/** Every mapping of attributes as it stands in domain.yaml, with its place. */
export function declaredAttributes(
  domain: DomainInput,
): readonly { readonly attributes: Attributes; readonly path: DataPath }[] {
  return declaredStreams(domain).flatMap(({ input, path, types }) => [
    { attributes: input.attributes, path: [...path, "attributes"] },
    ...types.map(({ own, path: typePath }) => ({ attributes: own, path: [...typePath, "attributes"] })),
  ]);
}
