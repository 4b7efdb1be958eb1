/** An unsigned number of variable length, as flexible versions of the protocol have them. */
function unsignedVarint(value: number): readonly number[] {
  return value < 0x80 ? [value] : [(value % 0x80) | 0x80, ...unsignedVarint(Math.floor(value / 0x80))];
}

/** kafkajs writes a request header without the tags that flexible versions have, and leaves those of the answer in. */
const noTags = 0;
const noTopicId = Buffer.alloc(16);

/** The version of {@link encodeMetadataRequest}: the first that tells topic ids. */
export const metadataVersion = 10;

/**
 * The body of a Metadata request of version 10 for one topic, which is not made where it does not exist.
 * https://kafka.apache.org/protocol#The_Messages_Metadata
 */
export function encodeMetadataRequest(topic: string): Buffer {
  const name = Buffer.from(topic);
  return Buffer.concat([
    Buffer.from([noTags, ...unsignedVarint(1 + 1)]),
    noTopicId,
    Buffer.from(unsignedVarint(name.length + 1)),
    name,
    // No tags of the topic, no creating, no authorized operations of the cluster and of topics, no tags.
    Buffer.from([noTags, 0, 0, 0, noTags]),
  ]);
}

/** What an answer says of the one topic that was asked for. */
export interface TopicIdentity {
  /** Kafka's error code; 0: none. */
  readonly errorCode: number;
  /** 32 hexadecimal digits. */
  readonly id: string;
}

/** Reads the answer to {@link encodeMetadataRequest}. @throws RangeError where it ends too early */
export function decodeMetadataAnswer(bytes: Buffer): TopicIdentity {
  const read = new FlexibleReader(bytes);
  read.skipTags();
  read.skip(4);
  for (let brokers = read.arrayLength(); brokers > 0; brokers -= 1) {
    read.skip(4);
    read.skipText();
    read.skip(4);
    read.skipText();
    read.skipTags();
  }
  read.skipText();
  read.skip(4);
  if (read.arrayLength() < 1) throw new RangeError("the answer names no topic");
  const errorCode = read.int16();
  read.skipText();
  return { errorCode, id: read.hex(16) };
}

/** Reads the parts of flexible versions one after the other. */
class FlexibleReader {
  readonly #bytes: Buffer;
  #at = 0;

  constructor(bytes: Buffer) {
    this.#bytes = bytes;
  }

  int16(): number {
    this.#at += 2;
    return this.#bytes.readInt16BE(this.#at - 2);
  }

  hex(length: number): string {
    this.skip(length);
    return this.#bytes.toString("hex", this.#at - length, this.#at);
  }

  skip(length: number): void {
    this.#at += length;
    if (this.#at > this.#bytes.length) throw new RangeError("the answer ends too early");
  }

  /** 0 for null too. */
  arrayLength(): number {
    return Math.max(0, this.#varint() - 1);
  }

  skipText(): void {
    this.skip(Math.max(0, this.#varint() - 1));
  }

  skipTags(): void {
    for (let tags = this.#varint(); tags > 0; tags -= 1) {
      this.#varint();
      this.skip(this.#varint());
    }
  }

  #varint(): number {
    let value = 0;
    for (let factor = 1; ; factor *= 0x80) {
      const byte = this.#bytes.readUInt8(this.#at);
      this.#at += 1;
      value += (byte & 0x7f) * factor;
      if (byte < 0x80) return value;
    }
  }
}
