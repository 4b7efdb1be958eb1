import { Readable } from "node:stream";
import * as zlib from "node:zlib";
import { BodyFault } from "./body-fault.ts";
import { unzstd } from "./unzstd.ts";

/** What is taken, as `Accept-Encoding` says it. */
export const acceptEncoding = "gzip, zstd, br, deflate, identity";

/** Turns the bytes that come into those that were meant. */
export type Decode = (source: Readable) => Readable;

/** zstd's option for the largest window, as a power of two: 8 MiB. */
const maxWindowLog = 23;
const windowLogMaxParameter = 100;
const chunkSize = 65_536;

interface ZstdPlatform {
  readonly createZstdDecompress?: (options: object) => Readable & NodeJS.WritableStream;
}

const decoders: ReadonlyMap<string, Decode> = new Map<string, Decode>([
  ["gzip", (source) => through(source, zlib.createGunzip({ chunkSize }))],
  ["x-gzip", (source) => through(source, zlib.createGunzip({ chunkSize }))],
  ["deflate", (source) => through(source, zlib.createInflate({ chunkSize }))],
  ["br", (source) => through(source, zlib.createBrotliDecompress({ chunkSize }))],
  ["zstd", zstd],
]);

/**
 * How a body of this `Content-Encoding` is read; undefined for one that is as it is.
 * @throws BodyFault for an encoding that is not known, or several
 */
export function contentDecoder(encoding: string | undefined): Decode | undefined {
  if (encoding === undefined) return undefined;
  const name = encoding.trim().toLowerCase();
  if (name === "identity" || name === "") return undefined;
  const decode = decoders.get(name);
  if (decode === undefined) {
    const detail = `The body's content encoding is ${encoding.slice(0, 100)}, expected one of ${acceptEncoding}.`;
    throw new BodyFault("UNSUPPORTED_CONTENT_ENCODING", detail);
  }
  return decode;
}

function zstd(source: Readable): Readable {
  const { createZstdDecompress } = zlib as unknown as ZstdPlatform;
  if (createZstdDecompress === undefined) {
    return Readable.from(unzstd(source.iterator({ destroyOnReturn: false })), { objectMode: false });
  }
  const params = { [windowLogMaxParameter]: maxWindowLog };
  return through(source, createZstdDecompress({ chunkSize, params }));
}

/** The source outlives the decoder's end: its connection is still to carry the answer. */
function through(source: Readable, decoder: Readable & NodeJS.WritableStream): Readable {
  const onGone = () => decoder.destroy(new Error("aborted"));
  source.once("error", onGone).once("aborted", onGone);
  decoder.once("close", () => {
    source.off("error", onGone).off("aborted", onGone).unpipe(decoder);
  });
  source.pipe(decoder);
  return decoder;
}
