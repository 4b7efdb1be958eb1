import { z } from "zod";
import { countField, docField, flagField, namedMap, snakeName } from "./field.ts";

const common = {
  doc: docField.optional(),
  optional: flagField.optional().meta({ description: "Whether the value may be missing. Default: false." }),
  personal: flagField.optional().meta({ description: "Whether the value tells who a person is." }),
  aliases: z
    .array(snakeName, { error: "a list of names" })
    .min(1, { error: "at least one name" })
    .optional()
    .meta({
      description: "Names that the attribute had before, so that records written under them are read.",
    }),
  dimension: flagField.optional().meta({ description: "Whether results may be grouped by the value." }),
};

const number = z.number({ error: "a number" });
const integer = z.int({ error: "a whole number" });

/** What a request may tell of itself, as a text. */
const textFromRequest = z
  .enum(["ip", "user_agent", "language", "correlation_id"])
  .meta({ description: "Taken from the request where the caller gives none." });

/** How a value is masked before it leaves the publisher. */
const maskField = z.enum(["hash", "redact", "ip", "email"]).meta({
  description:
    "What is kept of the value. hash: its HMAC-SHA-256 with MASKING_KEY, in hex; redact: nothing; " +
    "ip: an address without its last octet, or its last 80 bits; email: the first letter and the domain.",
});

const stringAttribute = z.strictObject({
  type: z.literal("string"),
  ...common,
  default: z.string({ error: "a string" }).optional(),
  example: z.string({ error: "a string" }).optional(),
  min_length: countField.optional(),
  max_length: countField.optional(),
  pattern: z.string({ error: "a regular expression" }).optional(),
  format: z.enum(["uuid", "email", "uri", "ip", "ipv4", "ipv6", "date"]).optional(),
  generated: z
    .enum(["uuid"])
    .optional()
    .meta({ description: "Made at the door when the caller gives none." }),
  from_request: textFromRequest.optional(),
  mask: maskField.optional(),
});

const wholeNumber = {
  ...common,
  default: integer.optional(),
  example: integer.optional(),
  min: integer.optional(),
  max: integer.optional(),
};

const doubleAttribute = z.strictObject({
  type: z.literal("double"),
  ...common,
  default: number.optional(),
  example: number.optional(),
  min: number.optional(),
  max: number.optional(),
});

const booleanAttribute = z.strictObject({
  type: z.literal("boolean"),
  ...common,
  default: flagField.optional(),
  example: flagField.optional(),
});

export const timestampUnit = z.enum(["seconds", "millis", "iso"]).meta({
  description: "How the door reads it: epoch seconds, epoch milliseconds, or ISO 8601 text. Default: iso.",
});

const timestampAttribute = z.strictObject({
  type: z.literal("timestamp"),
  ...common,
  unit: timestampUnit.optional(),
  from_request: z
    .enum(["received_at"])
    .optional()
    .meta({ description: "When the request came, where the caller gives no time." }),
  example: z.union([number, z.string()], { error: "a number or a text" }).optional(),
});

const decimalAttribute = z.strictObject({
  type: z.literal("decimal"),
  ...common,
  precision: z
    .int({ error: "a whole number from 1 to 38" })
    .min(1, { error: "a whole number from 1 to 38" })
    .max(38, { error: "a whole number from 1 to 38" })
    .meta({ description: "How many digits a value has at most." }),
  scale: countField.optional().meta({ description: "How many of them stand behind the point. Default: 0." }),
  example: z.union([number, z.string()], { error: "a number or a text" }).optional(),
});

const moneyAttribute = z.strictObject({
  type: z.literal("money"),
  ...common,
  currency: z
    .string({ error: "a currency code such as EUR" })
    .regex(/^[A-Z]{3}$/, { error: "a currency code such as EUR" })
    .optional()
    .meta({
      description: "The one currency of all values; without it every value carries its own.",
    }),
  unit: z.enum(["minor", "major"]).optional().meta({
    description:
      "How the door reads an amount: cents (1250) or dollars (12.5). Kept in cents. Default: minor.",
  }),
  example: z.union([number, z.string()], { error: "a number or a text" }).optional(),
});

const enumAttribute = z.strictObject({
  type: z.literal("enum"),
  ...common,
  values: z
    .array(
      z.string({ error: "a text" }).regex(/^[A-Za-z_][A-Za-z0-9_]*$/, {
        error: "a value of letters, digits and underscores that does not begin with a digit",
      }),
      { error: "a list of values" },
    )
    .min(1, { error: "at least one value" }),
  default: z.string({ error: "one of the values" }).optional(),
  example: z.string({ error: "one of the values" }).optional(),
});

const arrayAttribute = z.strictObject({
  type: z.literal("array"),
  ...common,
  get items(): z.ZodType<AttributeInput> {
    return attributeSchema;
  },
  min_items: countField.optional(),
  max_items: countField.optional(),
});

const mapAttribute = z.strictObject({
  type: z.literal("map"),
  ...common,
  get values(): z.ZodType<AttributeInput> {
    return attributeSchema;
  },
});

const recordAttribute = z.strictObject({
  type: z.literal("record"),
  ...common,
  get fields(): z.ZodType<Readonly<Record<string, AttributeInput>>> {
    return attributesField;
  },
});

/** An attribute as a user writes it. */
export type AttributeInput =
  | z.output<typeof stringAttribute>
  | z.output<typeof intAttribute>
  | z.output<typeof longAttribute>
  | z.output<typeof doubleAttribute>
  | z.output<typeof booleanAttribute>
  | z.output<typeof timestampAttribute>
  | z.output<typeof decimalAttribute>
  | z.output<typeof moneyAttribute>
  | z.output<typeof enumAttribute>
  | ArrayInput
  | MapInput
  | RecordInput;

type CommonInput = z.output<z.ZodObject<typeof common>>;

interface ArrayInput extends CommonInput {
  readonly type: "array";
  readonly items: AttributeInput;
  readonly min_items?: number | undefined;
  readonly max_items?: number | undefined;
}

interface MapInput extends CommonInput {
  readonly type: "map";
  readonly values: AttributeInput;
}

interface RecordInput extends CommonInput {
  readonly type: "record";
  readonly fields: Readonly<Record<string, AttributeInput>>;
}

const intAttribute = z.strictObject({ type: z.literal("int"), ...wholeNumber });
const longAttribute = z.strictObject({ type: z.literal("long"), ...wholeNumber });

/** One attribute of an event, or one column of a result. */
export const attributeSchema: z.ZodType<AttributeInput> = z
  .discriminatedUnion(
    "type",
    [
      stringAttribute,
      intAttribute,
      longAttribute,
      doubleAttribute,
      booleanAttribute,
      timestampAttribute,
      decimalAttribute,
      moneyAttribute,
      enumAttribute,
      arrayAttribute,
      mapAttribute,
      recordAttribute,
    ],
    {
      error: (issue) => {
        // Typed as if a union failed in one way only.
        const code: string = issue.code;
        return code === "invalid_type" ? "a mapping such as { type: string }" : undefined;
      },
    },
  )
  .meta({ id: "attribute", description: "An attribute of an event or a column of a result." });

/** Attributes by name, in the order in which they become columns. */
export const attributesField = namedMap(snakeName, attributeSchema, "attributes")
  .refine((attributes) => Object.keys(attributes).length > 0, { error: "at least one attribute" })
  .meta({ id: "attributes" });
