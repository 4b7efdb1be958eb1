import { Decompress } from "fzstd";
import xxhash, { type XXHash } from "xxhash-wasm";
import { ZstdFormatError, ZstdFrames, type ZstdPart } from "./zstd-frames.ts";

const api = xxhash();

/**
 * Decodes zstd, a block (at most 128 KiB) at a time and no faster than it is asked: little data may be very much decoded.
 * Checksums are checked where there are some. For platforms whose zlib has no zstd (Node before 22.15).
 * @throws ZstdFormatError, and what the source throws
 */
export async function* unzstd(source: AsyncIterable<Buffer>): AsyncGenerator<Buffer, void> {
  const hashes = await api;
  const frames = new ZstdFrames();
  const decoder = new FrameDecoder(() => hashes.create64());
  for await (const piece of source) {
    for (const part of frames.push(piece)) {
      for (const decoded of decoder.decode(part)) if (decoded.length > 0) yield decoded;
    }
  }
  if (!frames.isComplete) throw new ZstdFormatError("it ends in the middle");
}

class FrameDecoder {
  readonly #newHash: () => XXHash<bigint>;
  #hash: XXHash<bigint> | undefined;
  #decoded: Buffer[] = [];
  #inflate = new Decompress();

  constructor(newHash: () => XXHash<bigint>) {
    this.#newHash = newHash;
  }

  /** What becomes of a part; its bytes are the caller's. */
  decode(part: ZstdPart): readonly Buffer[] {
    if (part.kind === "header") return this.#begin(part.bytes, part.hasChecksum);
    if (part.kind === "checksum") return this.#check(part.value);
    return this.#push(part.bytes, part.isLast);
  }

  #begin(header: Buffer, hasChecksum: boolean): readonly Buffer[] {
    this.#hash = hasChecksum ? this.#newHash() : undefined;
    this.#inflate = new Decompress((data) => {
      // The decoder's own memory, which it writes anew.
      if (data.length > 0) this.#decoded.push(Buffer.from(data));
    });
    return this.#push(header, false);
  }

  #push(bytes: Buffer, isLast: boolean): readonly Buffer[] {
    try {
      this.#inflate.push(bytes, false);
      // Four bytes stand for the checksum, which the decoder skips without a look.
      if (isLast) this.#inflate.push(this.#hash === undefined ? empty : unchecked, true);
    } catch (cause) {
      throw new ZstdFormatError(cause instanceof Error ? cause.message : String(cause));
    }
    const decoded = this.#decoded;
    this.#decoded = [];
    for (const data of decoded) this.#hash?.update(data);
    return decoded;
  }

  #check(expected: number): readonly Buffer[] {
    const found = Number((this.#hash?.digest() ?? 0n) & 0xffff_ffffn);
    if (found !== expected) throw new ZstdFormatError("its checksum is not that of its content");
    return [];
  }
}

const empty = Buffer.alloc(0);
const unchecked = Buffer.alloc(4);
