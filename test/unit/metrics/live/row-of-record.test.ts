import { parseAvroSchema } from "@millrace/kafka";
import { expect, test } from "vitest";
import { jsonOf } from "../../../../apps/metrics/src/live/row-json.ts";
import { recordReader } from "../../../../apps/metrics/src/live/row-of-record.ts";

const schema = {
  type: "record",
  name: "row",
  fields: [
    { name: "window_start", type: { type: "long", logicalType: "timestamp-millis" } },
    { name: "shop", type: "string" },
    { name: "count", type: "long" },
    { name: "usd", type: { type: "bytes", logicalType: "decimal", precision: 18, scale: 2 } },
    { name: "share", type: "double" },
    { name: "is_open", type: ["null", "boolean"], default: null },
    { name: "tags", type: { type: "array", items: "string" } },
    {
      name: "price",
      type: [
        "null",
        {
          type: "record",
          name: "row__price",
          fields: [
            { name: "minor_units", type: "long" },
            { name: "currency", type: "string" },
          ],
        },
      ],
    },
    { name: "secret", type: "string" },
  ],
};

const types = {
  window_start: "timestamptz",
  shop: "text",
  count: "bigint",
  usd: "numeric(18,2)",
  share: "double precision",
  is_open: "boolean",
  tags: "text[]",
  price_minor_units: "bigint",
  price_currency: "text",
};
const columns = Object.entries(types).map(([name, type]) => ({ name, type, nullable: true }));
const reader = recordReader({
  columns,
  primaryKey: ["window_start", "shop"],
  value: { subject: "s", schema },
});

const atMs = Date.UTC(2026, 0, 15, 10, 30, 0, 120);

/** A record as Flink writes it, read back as it is followed. */
function written(more: Record<string, unknown> = {}): unknown {
  const type = parseAvroSchema(schema);
  const value = {
    window_start: atMs,
    shop: "SW19",
    count: 3,
    usd: Buffer.from("fbe6", "hex"),
    share: 0.25,
    is_open: null,
    tags: ["a", "b"],
    price: { minor_units: 1999, currency: "EUR" },
    secret: "me",
    ...more,
  };
  return type.fromBuffer(type.toBuffer(value));
}

test("a record and its stored row are the same JSON", () => {
  const stored: Record<string, unknown> = {
    window_start: "2026-01-15 10:30:00.12+00",
    shop: "SW19",
    count: "3",
    usd: "-10.50",
    share: "0.25",
    is_open: null,
    tags: ["a", "b"],
    price_minor_units: "1999",
    price_currency: "EUR",
  };
  const row = Object.fromEntries(columns.map(({ name, type }) => [name, jsonOf(type)(stored[name])]));
  expect(reader.columnsOf(written())).toEqual(row);
  expect(row).toEqual({
    window_start: "2026-01-15T10:30:00.120Z",
    shop: "SW19",
    count: 3,
    usd: -10.5,
    share: 0.25,
    is_open: null,
    tags: ["a", "b"],
    price_minor_units: 1999,
    price_currency: "EUR",
  });
});

test("columns that are not served are left out", () => {
  expect(reader.columnsOf(written())).not.toHaveProperty("secret");
});

test("numbers that JSON would round are text", () => {
  const count = 2n ** 62n;
  const usd = Buffer.from(123456789012345678n.toString(16).padStart(16, "0"), "hex");
  expect(reader.columnsOf(written({ count, usd }))).toMatchObject({
    count: "4611686018427387904",
    usd: "1234567890123456.78",
  });
  expect([jsonOf("bigint")(String(count)), jsonOf("numeric(18,2)")("1234567890123456.78")]).toEqual([
    "4611686018427387904",
    "1234567890123456.78",
  ]);
});

test("an absent record leaves its columns null", () => {
  expect(reader.columnsOf(written({ price: null }))).toMatchObject({
    price_minor_units: null,
    price_currency: null,
  });
});

test("numbers that are none are null", () => {
  expect([jsonOf("double precision")(Number.NaN), jsonOf("numeric(4,1)")("NaN")]).toEqual([null, null]);
});

test("a row and the key of its removal have one identity", () => {
  const key = { window_start: atMs, shop: "SW19" };
  expect(reader.identityOf(key)).toBe(reader.identityOf(written()));
  expect(reader.keyOf(key)).toEqual({ window_start: "2026-01-15T10:30:00.120Z", shop: "SW19" });
});
