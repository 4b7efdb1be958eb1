import { varintSize, writeVarint } from "./varint.ts";

type Headers = Readonly<Record<string, string>>;

/** At most so many bytes a UTF-16 unit takes in UTF-8. */
const maxUnitBytes = 3;
const maxVarintBytes = 5;

/**
 * The headers of one record after the other, as they stand in a record. Records that share a headers object share its bytes:
 * all events of a request do.
 */
export class HeaderBytes {
  bytes = Buffer.allocUnsafe(1_024);
  /** How many of them are those of the headers read last. */
  length = 0;
  #last: Headers | undefined;

  constructor() {
    this.#encode(undefined);
  }

  /** Encodes headers, unless they are the object that was read last. */
  read(headers: Headers | undefined): void {
    if (headers !== this.#last) this.#encode(headers);
  }

  #encode(headers: Headers | undefined): void {
    this.#last = headers;
    let count = 0;
    let units = 0;
    for (const name in headers) {
      count += 1;
      units += name.length + (headers[name] as string).length;
    }
    const most = units * maxUnitBytes + (2 * count + 1) * maxVarintBytes;
    if (this.bytes.length < most) this.bytes = Buffer.allocUnsafe(2 * most);
    let end = writeVarint(this.bytes, 0, count);
    for (const name in headers)
      end = writeText(this.bytes, writeText(this.bytes, end, name), headers[name] as string);
    this.length = end;
  }
}

/** Texts of headers are short and nearly always ASCII: a loop is faster than the call of a native encoder. */
function writeText(bytes: Buffer, start: number, text: string): number {
  const { length } = text;
  const begin = start + varintSize(length);
  for (let at = 0; at < length; at += 1) {
    const unit = text.charCodeAt(at);
    if (unit > 0x7f) return writeAnyText(bytes, start, text);
    bytes[begin + at] = unit;
  }
  writeVarint(bytes, start, length);
  return begin + length;
}

function writeAnyText(bytes: Buffer, start: number, text: string): number {
  const begin = writeVarint(bytes, start, Buffer.byteLength(text));
  return begin + bytes.write(text, begin);
}
