import type { DataPath } from "../load/yaml-position.ts";
import { attributeParts, resultParts } from "../schema/attribute-parts.ts";
import type { AttributeInput } from "../schema/attribute-schema.ts";
import { type DeclaredStream, declaredStreams } from "../schema/declared-streams.ts";
import type { DomainInput } from "../schema/domain-schema.ts";
import { keyEntries } from "./names.ts";
import type { Finding, Rule } from "./rule.ts";

/** What holds for attributes whose values are masked. */
export const maskRules: readonly Rule[] = [
  {
    sentence: "What statements write is not masked.",
    check: (domain) =>
      resultParts(domain)
        .filter(([attribute]) => maskOf(attribute) !== undefined)
        .map(([, path]) => ({
          path: [...path, "mask"],
          at: "key",
          found: "a mask of a result's column",
          expected: "none: mask the attribute of the event that it is made of",
        })),
  },
  {
    sentence: "A mask fits the text's format.",
    check: (domain) => attributeParts(domain).flatMap(([attribute, path]) => checkFormat(attribute, path)),
  },
  {
    sentence: "Neither what identifies an event nor its type is masked.",
    check: (domain) =>
      declaredStreams(domain).flatMap((stream) =>
        maskedAttributes(stream).flatMap((masked) => checkIdentity(masked, stream, domain)),
      ),
  },
  {
    sentence: "What tells keys and duplicates apart is masked so that it still does: by its hash.",
    check: (domain) =>
      declaredStreams(domain).flatMap((stream) =>
        maskedAttributes(stream).flatMap((masked) => checkDistinct(masked, stream)),
      ),
  },
  {
    sentence: "Types of a stream that share an attribute mask it alike.",
    check: (domain) => declaredStreams(domain).flatMap(checkShared),
  },
];

interface MaskedAttribute {
  readonly name: string;
  readonly mask: string;
  readonly path: DataPath;
}

function maskOf(attribute: AttributeInput | undefined): string | undefined {
  return attribute?.type === "string" ? attribute.mask : undefined;
}

/** A stream's own attributes, without their parts. */
function maskedAttributes({ input, path, types }: DeclaredStream): readonly MaskedAttribute[] {
  const places = [
    { attributes: input.attributes, path },
    ...types.map((type) => ({ attributes: type.own, path: type.path })),
  ];
  return places.flatMap((place) =>
    Object.entries(place.attributes).flatMap(([name, attribute]) => {
      const mask = maskOf(attribute);
      return mask === undefined ? [] : [{ name, mask, path: [...place.path, "attributes", name, "mask"] }];
    }),
  );
}

const formatsByMask: Readonly<Record<string, readonly string[]>> = {
  ip: ["ip", "ipv4", "ipv6"],
  email: ["email"],
};

function checkFormat(attribute: AttributeInput, path: DataPath): readonly Finding[] {
  if (attribute.type !== "string" || attribute.mask === undefined) return [];
  const { mask, format } = attribute;
  const formats = formatsByMask[mask];
  if (formats === undefined || format === undefined || formats.includes(format)) return [];
  return [
    {
      path: [...path, "mask"],
      found: `${mask} of a text with format ${format}`,
      expected: `hash or redact; ${mask} masks texts with format ${formats.join(" or ")}`,
    },
  ];
}

function checkIdentity(
  { name, mask, path }: MaskedAttribute,
  { typeAttribute }: DeclaredStream,
  { entity }: DomainInput,
): readonly Finding[] {
  if (name === entity?.primary_key)
    return [
      {
        path,
        found: `${mask} of ${name}, which identifies an event`,
        expected: "no mask: callers are told it and send it again",
      },
    ];
  if (name !== typeAttribute) return [];
  return [{ path, found: `${mask} of ${name}, which says an event's type`, expected: "no mask" }];
}

function checkDistinct({ name, mask, path }: MaskedAttribute, { input }: DeclaredStream): readonly Finding[] {
  if (mask === "hash") return [];
  const isIn = (names: string | readonly string[]) =>
    keyEntries(names, []).some((each) => each.name === name);
  const part = isIn(input.key)
    ? "is part of the key"
    : isIn(input.deduplicate?.by ?? [])
      ? "tells duplicates"
      : undefined;
  if (part === undefined) return [];
  return [
    {
      path,
      found: `${mask} of ${name}, which ${part}`,
      expected: "hash or no mask: any other makes values equal that differ",
    },
  ];
}

function checkShared({ types }: DeclaredStream): readonly Finding[] {
  return types.flatMap(({ own, path }, index) =>
    Object.entries(own).flatMap(([name, attribute]): readonly Finding[] => {
      const first = types.slice(0, index).find((other) => Object.hasOwn(other.own, name));
      const [mask, former] = [maskOf(attribute), maskOf(first?.own[name])];
      if (first === undefined || mask === former) return [];
      return [
        {
          path: [...path, "attributes", name, ...(mask === undefined ? [] : ["mask"])],
          found: mask === undefined ? "no mask" : mask,
          expected: `${former ?? "no mask"}, as in ${first.name}: the types share one column`,
        },
      ];
    }),
  );
}
