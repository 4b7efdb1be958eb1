import { GrowingBytes } from "./growing-bytes.ts";

/** RFC 9659: who takes `Content-Encoding: zstd` need not hold a larger window, and senders must not ask for one. */
const maxWindowBytes = 8 * 1_048_576;
const maxBlockBytes = 131_072;
const frameMagic = 0xfd2fb528;
const skippableMagic = 0x184d2a50;

/** What a frame is made of; each is complete. */
export type ZstdPart =
  | { readonly kind: "header"; readonly bytes: Buffer; readonly hasChecksum: boolean }
  | { readonly kind: "block"; readonly bytes: Buffer; readonly isLast: boolean }
  /** The low four bytes of the content's XXH64. */
  | { readonly kind: "checksum"; readonly value: number };

/** Not the form that RFC 8878 describes, or one that takes too much memory. */
export class ZstdFormatError extends Error {
  override readonly name = "ZstdFormatError";
}

type Expected = "frame" | "block" | "checksum" | "skipped";

/** Finds the frames and blocks in zstd data that comes in pieces, so that it is known how much is needed to decode it. */
export class ZstdFrames {
  readonly #bytes = new GrowingBytes();
  #expected: Expected = "frame";
  #hasChecksum = false;
  #toSkip = 0;

  /** The parts that are complete with this piece. @throws ZstdFormatError */
  *push(piece: Buffer): Generator<ZstdPart, void> {
    this.#bytes.add(piece);
    for (;;) {
      const { length } = this.#bytes;
      const part = this.#next();
      if (part !== undefined) yield part;
      else if (this.#bytes.length === length) return;
    }
  }

  /** Whether the data may end here. */
  get isComplete(): boolean {
    return this.#expected === "frame" && this.#bytes.length === 0;
  }

  /** The next part; undefined when something was skipped, or more has to come. */
  #next(): ZstdPart | undefined {
    if (this.#expected === "frame") return this.#header();
    if (this.#expected === "block") return this.#block();
    if (this.#expected === "skipped") return this.#skip();
    return this.#checksum();
  }

  #take(count: number): Buffer {
    const taken = this.#bytes.view.subarray(0, count);
    this.#bytes.dropTo(count);
    return taken;
  }

  #header(): ZstdPart | undefined {
    const { view, length } = this.#bytes;
    if (length < 5) return undefined;
    const magic = view.readUInt32LE(0);
    if ((magic & 0xfffffff0) >>> 0 === skippableMagic) return this.#skippable();
    if (magic !== frameMagic) throw new ZstdFormatError("it does not begin with a zstd frame");
    const flags = view[4] as number;
    const isSingleSegment = (flags & 0x20) !== 0;
    const dictionaryBytes = [0, 1, 2, 4][flags & 3] as number;
    const sizeBytes = [isSingleSegment ? 1 : 0, 2, 4, 8][flags >> 6] as number;
    const size = 5 + (isSingleSegment ? 0 : 1) + dictionaryBytes + sizeBytes;
    if (length < size) return undefined;
    checkHeader(view, { flags, dictionaryBytes, sizeBytes });
    this.#hasChecksum = (flags & 4) !== 0;
    this.#expected = "block";
    return { kind: "header", bytes: this.#take(size), hasChecksum: this.#hasChecksum };
  }

  #skippable(): undefined {
    if (this.#bytes.length < 8) return undefined;
    this.#toSkip = this.#bytes.view.readUInt32LE(4);
    this.#take(8);
    this.#expected = "skipped";
    return undefined;
  }

  #skip(): undefined {
    const count = Math.min(this.#toSkip, this.#bytes.length);
    this.#take(count);
    this.#toSkip -= count;
    if (this.#toSkip === 0) this.#expected = "frame";
    return undefined;
  }

  #block(): ZstdPart | undefined {
    const { view, length } = this.#bytes;
    if (length < 3) return undefined;
    const header = view.readUIntLE(0, 3);
    const type = (header >> 1) & 3;
    const declared = header >> 3;
    if (type === 3) throw new ZstdFormatError("a block is of an unknown type");
    if (declared > maxBlockBytes) throw new ZstdFormatError(`a block has more than ${maxBlockBytes} bytes`);
    const size = 3 + (type === 1 ? 1 : declared);
    if (length < size) return undefined;
    const isLast = (header & 1) === 1;
    if (isLast) this.#expected = this.#hasChecksum ? "checksum" : "frame";
    return { kind: "block", bytes: this.#take(size), isLast };
  }

  #checksum(): ZstdPart | undefined {
    if (this.#bytes.length < 4) return undefined;
    this.#expected = "frame";
    return { kind: "checksum", value: this.#take(4).readUInt32LE(0) };
  }
}

function checkHeader(
  view: Buffer,
  {
    flags,
    dictionaryBytes,
    sizeBytes,
  }: { readonly flags: number; readonly dictionaryBytes: number; readonly sizeBytes: number },
): void {
  if ((flags & 8) !== 0) throw new ZstdFormatError("a reserved bit is set");
  const isSingleSegment = (flags & 0x20) !== 0;
  const dictionaryAt = isSingleSegment ? 5 : 6;
  const dictionary = dictionaryBytes === 0 ? 0 : view.readUIntLE(dictionaryAt, dictionaryBytes);
  if (dictionary !== 0) throw new ZstdFormatError("it needs a dictionary");
  const windowBytes = isSingleSegment
    ? contentSize(view, dictionaryAt + dictionaryBytes, sizeBytes)
    : windowSize(view[5] as number);
  if (windowBytes > maxWindowBytes) {
    throw new ZstdFormatError(
      `it needs a window of ${windowBytes} bytes, at most ${maxWindowBytes} are held (RFC 9659)`,
    );
  }
}

function windowSize(descriptor: number): number {
  const base = 2 ** (10 + (descriptor >> 3));
  return base + (base / 8) * (descriptor & 7);
}

function contentSize(view: Buffer, at: number, bytes: number): number {
  if (bytes === 8) return Number(view.readBigUInt64LE(at));
  return view.readUIntLE(at, bytes) + (bytes === 2 ? 256 : 0);
}
