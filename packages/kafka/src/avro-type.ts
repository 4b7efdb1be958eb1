import avro from "avsc";

/** A parsed Avro schema, ready to encode and decode values. */
export type AvroType = avro.Type;

/**
 * Parses an Avro schema given as JSON data. Longs lose nothing: a value may be a safe integer or a bigint; read, it is a
 * number where that is exact and a bigint beyond 2^53. Logical types stay what they are made of, so `timestamp-millis` is
 * milliseconds since the epoch.
 * @throws Error of avsc naming what it cannot parse
 */
export function parseAvroSchema(schema: unknown): AvroType {
  return avro.Type.forSchema(schema as avro.Schema, {
    typeHook: (part) => (isLongSchema(part) ? losslessLong : undefined),
  });
}

type Long = number | bigint;

/** avsc copies out of it at once. */
const scratch = Buffer.alloc(8);

const losslessLong = avro.types.LongType.__with({
  fromBuffer(bytes: Buffer): Long {
    const value = bytes.readBigInt64LE();
    const number = Number(value);
    return Number.isSafeInteger(number) ? number : value;
  },
  toBuffer(value: Long): Buffer {
    if (typeof value === "bigint") {
      scratch.writeBigInt64LE(value);
    } else {
      scratch.writeInt32LE(value | 0);
      scratch.writeInt32LE(Math.floor(value / 2 ** 32), 4);
    }
    return scratch;
  },
  fromJSON: (value: Long) => value,
  toJSON: (value: Long) => value,
  isValid: isLong,
  compare: (a: Long, b: Long) => (a < b ? -1 : a > b ? 1 : 0),
});

function isLong(value: unknown): boolean {
  return typeof value === "bigint" ? BigInt.asIntN(64, value) === value : Number.isSafeInteger(value);
}

function isLongSchema(schema: unknown): boolean {
  return (
    schema === "long" ||
    (typeof schema === "object" && schema !== null && "type" in schema && schema.type === "long")
  );
}
