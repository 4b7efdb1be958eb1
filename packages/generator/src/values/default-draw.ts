import { type Column, type ColumnType, generatorDefaults } from "@millrace/domain";
import { GeneratorError } from "../errors.ts";
import type { Random } from "../random/random.ts";
import { zipf } from "../random/zipf.ts";
import { fitted, keyValues } from "./key-text.ts";
import type { Draw } from "./moment.ts";
import { digitsOf, moneyValue, rounded } from "./numbers.ts";

type TypeOf<Kind extends ColumnType["kind"]> = Extract<ColumnType, { readonly kind: Kind }>;

const wordCount = 10;
const defaultGreatest = 100;
const mapEntries = 3;
const moreItems = 3;

/**
 * Makes values of an attribute of which the profile says nothing: by its type, format, limits and example.
 * @param owner the event type, for messages
 * @throws GeneratorError for a pattern without an example
 */
export function defaultDraw(column: Column, owner: string): Draw {
  const { type } = column;
  switch (type.kind) {
    case "string":
      return stringDraw(column, type, owner);
    case "int":
    case "long":
    case "double":
      return numberDraw(column, type);
    case "decimal":
      return amountDraw({ least: 0, greatest: 10 ** Math.min(4, type.precision - type.scale) - 1, type });
    case "money":
      return amountDraw({ least: type.unit === "major" ? 1 : 100, greatest: 10_000, type });
    case "boolean":
      return (random) => random.bits() % 2 === 0;
    case "enum":
      return (random) => type.values[random.integer(0, type.values.length - 1)];
    case "timestamp":
      return (_, { timeMs }) => timeValue(type, timeMs);
    case "array":
      return arrayDraw(type, owner);
    case "map":
      return mapDraw(type, owner);
    case "record":
      return recordDraw(type.fields, owner);
  }
}

/** A time as a payload gives it. */
export function timeValue({ unit }: TypeOf<"timestamp">, timeMs: number): number | string {
  if (unit === "seconds") return Math.floor(timeMs / 1000);
  return unit === "millis" ? timeMs : new Date(timeMs).toISOString();
}

function stringDraw(column: Column, type: TypeOf<"string">, owner: string): Draw {
  const { example } = column;
  if (type.pattern !== undefined) {
    if (typeof example === "string") return () => example;
    throw new GeneratorError(
      `${owner}.${column.attribute} has the pattern ${type.pattern} and no example: nothing says what its values are like; ` +
        `give it an example, or generator.values.${column.attribute}.choices, in domain.yaml`,
    );
  }
  const isUuid = type.format === "uuid" || type.generated === "uuid";
  if (isUuid) return (random) => fitted(random.uuid(), type);
  if (type.format === "date") return (_, { timeMs }) => new Date(timeMs).toISOString().slice(0, 10);
  const valueOf = keyValues(column);
  const words = Array.from({ length: wordCount }, (_, at) =>
    at === 0 && typeof example === "string" ? example : valueOf(at + 1),
  );
  const keys = zipf(wordCount, 1);
  return (random) => words[keys.pick(random) - 1];
}

function numberDraw(column: Column, type: TypeOf<"int" | "long" | "double">): Draw {
  const example = typeof column.example === "number" ? column.example : undefined;
  const spread = example === undefined ? defaultGreatest : Math.max(1, Math.abs(example));
  const least = type.min ?? Math.min(1, type.max === undefined ? 1 : type.max - spread);
  const greatest = type.max ?? Math.max(least, example ?? least) + spread;
  return amountDraw({ least, greatest, type });
}

/** Numbers between two, all alike. */
export function amountDraw(options: {
  readonly least: number;
  readonly greatest: number;
  readonly type: ColumnType;
}): Draw {
  const { least, greatest, type } = options;
  const digits = digitsOf(type);
  if (type.kind === "money") {
    const amount = amountDraw({
      least,
      greatest,
      type: { ...type, kind: "decimal", precision: 18, scale: digits },
    });
    return (random, moment) => moneyValue(type, amount(random, moment) as number);
  }
  if (digits === 0) return (random) => random.integer(Math.ceil(least), Math.floor(greatest));
  return (random) => rounded(least + random.next() * (greatest - least), digits);
}

function arrayDraw({ items, minItems = 0, maxItems }: TypeOf<"array">, owner: string): Draw {
  const draw = defaultDraw(items, owner);
  const greatest = Math.min(maxItems ?? Number.POSITIVE_INFINITY, Math.max(1, minItems) + moreItems);
  return (random, moment) =>
    Array.from({ length: random.integer(minItems, greatest) }, () => draw(random, moment));
}

function mapDraw({ values }: TypeOf<"map">, owner: string): Draw {
  const draw = defaultDraw(values, owner);
  return (random, moment) =>
    Object.fromEntries(
      Array.from({ length: random.integer(1, mapEntries) }, (_, at) => [
        `key-${at + 1}`,
        draw(random, moment),
      ]),
    );
}

function recordDraw(fields: readonly Column[], owner: string): Draw {
  const parts = fields.map((field) => ({ field, draw: defaultDraw(field, owner), isThere: isThere(field) }));
  return (random, moment) => {
    const record: Record<string, unknown> = {};
    for (const { field, draw, isThere } of parts)
      if (isThere(random)) record[field.attribute] = draw(random, moment);
    return record;
  };
}

/** Whether an attribute of which the profile says nothing is sent. */
function isThere({ isOptional }: Column): (random: Random) => boolean {
  return isOptional ? (random) => random.next() >= generatorDefaults.missingShare : () => true;
}
