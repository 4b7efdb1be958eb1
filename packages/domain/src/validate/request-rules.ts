import { attributeParts, eventParts } from "../schema/attribute-parts.ts";
import type { AttributeInput } from "../schema/attribute-schema.ts";
import { declaredAttributes, declaredStreams, type DeclaredStream } from "../schema/declared-streams.ts";
import type { DomainInput } from "../schema/domain-schema.ts";
import type { DataPath } from "../load/yaml-position.ts";
import type { Finding, Rule } from "./rule.ts";

/** What holds for attributes that are taken from the request. */
export const requestRules: readonly Rule[] = [
  {
    sentence: "Only an event's own attributes are taken from the request.",
    check: (domain) => {
      const own = new Set(ownAttributes(domain).map(({ path }) => path.join(" ")));
      const ofEvents = new Set(eventParts(domain).map(([, path]) => path.join(" ")));
      return attributeParts(domain)
        .filter(([attribute, path]) => factOf(attribute) !== undefined && !own.has(path.join(" ")))
        .map(([attribute, path]) => ({
          path: [...path, "from_request"],
          found: `${factOf(attribute)} for ${ofEvents.has(path.join(" ")) ? "a part of an attribute" : "a column of a result"}`,
          expected: "nothing here: only an event's own attributes are taken from the request",
        }));
    },
  },
  {
    sentence: "What a request may not tell is optional or has a default.",
    check: (domain) =>
      ownAttributes(domain)
        .filter(({ attribute }) => mayBeUntold.has(factOf(attribute)) && isDemanded(attribute))
        .map(({ attribute, path }) => ({
          path: [...path, "from_request"],
          found: `${factOf(attribute)}, which a request may not tell`,
          expected: "optional: true beside it, or a default",
        })),
  },
  {
    sentence: "What is taken from the request is not made as well, and can have the attribute's format.",
    check: (domain) => ownAttributes(domain).flatMap(checkText),
  },
  {
    sentence: "Neither what identifies an event nor its type is taken from the request.",
    check: (domain) => declaredStreams(domain).flatMap((stream) => checkIdentity(stream, domain)),
  },
];

const mayBeUntold = new Set<string | undefined>(["ip", "user_agent", "language"]);
const addressFormats = ["ip", "ipv4", "ipv6"];

interface OwnAttribute {
  readonly attribute: AttributeInput;
  readonly name: string;
  readonly path: DataPath;
}

function ownAttributes(domain: DomainInput): readonly OwnAttribute[] {
  return declaredAttributes(domain).flatMap(({ attributes, path }) =>
    Object.entries(attributes).map(([name, attribute]) => ({ attribute, name, path: [...path, name] })),
  );
}

function factOf(attribute: AttributeInput): string | undefined {
  return "from_request" in attribute ? attribute.from_request : undefined;
}

function isDemanded(attribute: AttributeInput): boolean {
  return attribute.optional !== true && !("default" in attribute && attribute.default !== undefined);
}

function checkText({ attribute, path }: OwnAttribute): readonly Finding[] {
  const fact = factOf(attribute);
  if (attribute.type !== "string" || fact === undefined) return [];
  const findings: Finding[] = [];
  if (attribute.generated !== undefined)
    findings.push({
      path: [...path, "from_request"],
      found: "a value that is generated as well",
      expected: "one of from_request and generated",
    });
  const formats = fact === "ip" ? addressFormats : [];
  if (attribute.format !== undefined && !formats.includes(attribute.format))
    findings.push({
      path: [...path, "format"],
      found: `${attribute.format} of what is taken from the request's ${fact}`,
      expected: formats.length === 0 ? "no format" : `one of ${formats.join(", ")}, or no format`,
    });
  return findings;
}

function checkIdentity(
  { input, path, typeAttribute, types }: DeclaredStream,
  { entity }: DomainInput,
): readonly Finding[] {
  const places = [
    { attributes: input.attributes, path },
    ...types.map((type) => ({ attributes: type.own, path: type.path })),
  ];
  return places.flatMap(({ attributes, path: place }) =>
    Object.entries(attributes).flatMap(([name, attribute]): readonly Finding[] => {
      const fact = factOf(attribute);
      const isId = name === entity?.primary_key;
      if (fact === undefined || !(isId || name === typeAttribute)) return [];
      const reason = isId
        ? "all events of a request would have the same"
        : "each event says its own type, or its path does";
      return [
        {
          path: [...place, "attributes", name, "from_request"],
          found: `${fact} for ${name}, which ${isId ? "identifies an event" : "says an event's type"}`,
          expected: `nothing: ${reason}`,
        },
      ];
    }),
  );
}
