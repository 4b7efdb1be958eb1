import { AvroPayloadError } from "./avro-errors.ts";
import { parseFrame } from "./avro-frame.ts";
import { type AvroType, parseAvroSchema } from "./avro-type.ts";
import type { CallOptions, SchemaSource } from "./registry-client.ts";

/** Reads framed values, each with the schema it was written with; every schema is fetched and parsed once. */
export class AvroDecoder {
  readonly #schemas: SchemaSource;
  readonly #types = new Map<number, AvroType>();

  constructor(schemas: SchemaSource) {
    this.#schemas = schemas;
  }

  /**
   * Decodes one value; see {@link parseAvroSchema} for what longs become.
   * @throws AvroFrameError, AvroPayloadError, and what the schema source throws
   */
  async decode(bytes: Buffer, options: CallOptions = {}): Promise<unknown> {
    const { schemaId, payload } = parseFrame(bytes);
    const type = this.#types.get(schemaId) ?? (await this.#load(schemaId, options));
    try {
      return type.fromBuffer(payload);
    } catch (error) {
      throw new AvroPayloadError(schemaId, error);
    }
  }

  async #load(schemaId: number, options: CallOptions): Promise<AvroType> {
    const type = parseAvroSchema(await this.#schemas.schemaById(schemaId, options));
    this.#types.set(schemaId, type);
    return type;
  }
}
