import { MillraceError } from "@millrace/common";

/** Bytes that are not in the Confluent wire format. */
export class AvroFrameError extends MillraceError {
  readonly code = "AVRO_FRAME";

  constructor(fault: string, bytes: Buffer) {
    super(
      `the value is not Avro in the Confluent wire format: ${fault}, expected a zero byte, a 4-byte schema id and Avro ` +
        `(it starts with ${bytes.subarray(0, 8).toString("hex") || "nothing"}); check which serializer wrote it`,
    );
  }
}

/** A value that does not fit its Avro schema. */
export class AvroValueError extends MillraceError {
  readonly code = "AVRO_VALUE";
  readonly schema: string;
  /** Where it does not fit, as dotted paths. */
  readonly paths: readonly string[];

  constructor(schema: string, paths: readonly string[], cause: unknown) {
    super(`the value does not fit Avro schema ${schema} at ${paths.join(", ") || "an unknown place"}`, {
      cause,
    });
    this.schema = schema;
    this.paths = paths;
  }
}

/** Avro bytes that cannot be read with the schema that their id names. */
export class AvroPayloadError extends MillraceError {
  readonly code = "AVRO_PAYLOAD";
  readonly schemaId: number;

  constructor(schemaId: number, cause: unknown) {
    const detail = cause instanceof Error ? ` (${cause.message})` : "";
    super(
      `the value cannot be read with schema id ${schemaId}${detail}; it is cut short or names another's schema`,
      {
        cause,
      },
    );
    this.schemaId = schemaId;
  }
}
