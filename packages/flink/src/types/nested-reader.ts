import { FlinkDecodeError } from "../errors/statement-errors.ts";
import { type LogicalType, someType } from "./logical-type.ts";
import type { FlinkValue } from "./value.ts";

/** One way to read a value: the value, and where its text ends. */
export type Reading = readonly [value: FlinkValue, end: number];

/** More readings than this are not tried, nor longer lists; such a text is ambiguous anyway. */
const MAX_STEPS = 20_000;
const MAX_ITEMS = 500;

/** Types whose printed form holds no separator: each value ends where the next separator stands, in one way only. */
function isDefinite(type: LogicalType): boolean {
  return !someType(
    type,
    ({ kind }) => kind === "CHAR" || kind === "VARCHAR" || kind === "VARIANT" || kind === "OPAQUE",
  );
}

/** Reads unquoted nested text in every way that its type allows. */
export class NestedReader {
  readonly #text: string;
  readonly #decode: (text: string, type: LogicalType) => FlinkValue;
  #steps = 0;

  /** @param decode reads a printed scalar; throws FlinkDecodeError when the text is none */
  constructor(text: string, decode: (text: string, type: LogicalType) => FlinkValue) {
    this.#text = text;
    this.#decode = decode;
  }

  get isExhausted(): boolean {
    return this.#steps > MAX_STEPS;
  }

  *read(at: number, type: LogicalType): Generator<Reading> {
    if (!isDefinite(type)) this.#steps += 1;
    if (this.isExhausted) return;
    if (type.nullable && this.#text.startsWith("NULL", at) && this.#isEnd(at + 4)) {
      yield [null, at + 4];
      return;
    }
    switch (type.kind) {
      case "ARRAY":
        yield* this.#list(
          at,
          "[",
          "]",
          (index) => (index < 0 ? undefined : type.element),
          (items) => items,
        );
        break;
      case "ROW": {
        const nameAll = (items: readonly FlinkValue[]) =>
          Object.fromEntries(type.fields.map(({ name }, index) => [name, items[index] ?? null]));
        yield* this.#list(at, "(", ")", (index) => type.fields[index]?.type, nameAll, type.fields.length);
        break;
      }
      case "MAP":
        yield* this.#map(at, type.key, type.value);
        break;
      case "MULTISET":
        yield* this.#map(at, type.element, { kind: "INTEGER", nullable: false });
        break;
      default:
        yield* this.#scalar(at, type);
    }
  }

  *#list(
    at: number,
    open: string,
    close: string,
    typeAt: (index: number) => LogicalType | undefined,
    build: (items: readonly FlinkValue[]) => FlinkValue,
    length?: number,
  ): Generator<Reading> {
    if (this.#text[at] !== open) return;
    if (this.#text[at + 1] === close && (length ?? 0) === 0) yield [build([]), at + 2];
    for (const [items, end] of this.#items(at + 1, 0, close, typeAt)) {
      if (length === undefined || items.length === length) yield [build(items), end];
    }
  }

  *#items(
    start: number,
    first: number,
    close: string,
    typeAt: (index: number) => LogicalType | undefined,
  ): Generator<readonly [readonly FlinkValue[], number]> {
    const read: FlinkValue[] = [];
    let at = start;
    for (let type = typeAt(first); type !== undefined; type = typeAt(first + read.length)) {
      if (!isDefinite(type)) {
        yield* this.#textItems(at, first + read.length, close, typeAt, read);
        return;
      }
      const [item] = this.read(at, type);
      if (item === undefined) return;
      read.push(item[0]);
      at = item[1];
      if (this.#text[at] === close) yield [read, at + 1];
      if (!this.#text.startsWith(", ", at)) return;
      at += 2;
    }
  }

  /** Items from one on that can hold separators: each of its possible ends is tried. */
  *#textItems(
    at: number,
    index: number,
    close: string,
    typeAt: (index: number) => LogicalType | undefined,
    before: readonly FlinkValue[],
  ): Generator<readonly [readonly FlinkValue[], number]> {
    const type = typeAt(index);
    if (type === undefined || this.#isTooMany(index)) return;
    for (const [item, end] of this.read(at, type)) {
      if (this.#text[end] === close) yield [[...before, item], end + 1];
      if (!this.#text.startsWith(", ", end)) continue;
      for (const [rest, last] of this.#items(end + 2, index + 1, close, typeAt))
        yield [[...before, item, ...rest], last];
    }
  }

  *#map(at: number, key: LogicalType, value: LogicalType): Generator<Reading> {
    if (this.#text[at] !== "{") return;
    if (this.#text[at + 1] === "}") yield [new Map(), at + 2];
    for (const [entries, end] of this.#entries(at + 1, key, value)) yield [new Map(entries), end];
  }

  *#entries(
    start: number,
    keyType: LogicalType,
    valueType: LogicalType,
  ): Generator<readonly [readonly (readonly [FlinkValue, FlinkValue])[], number]> {
    const read: (readonly [FlinkValue, FlinkValue])[] = [];
    let at = start;
    while (isDefinite(keyType) && isDefinite(valueType)) {
      const [key] = this.read(at, keyType);
      if (key === undefined || this.#text[key[1]] !== "=") return;
      const [value] = this.read(key[1] + 1, valueType);
      if (value === undefined) return;
      read.push([key[0], value[0]]);
      at = value[1];
      if (this.#text[at] === "}") yield [read, at + 1];
      if (!this.#text.startsWith(", ", at)) return;
      at += 2;
    }
    yield* this.#textEntries(at, keyType, valueType, 0);
  }

  *#textEntries(
    at: number,
    keyType: LogicalType,
    valueType: LogicalType,
    index: number,
  ): Generator<readonly [readonly (readonly [FlinkValue, FlinkValue])[], number]> {
    if (this.#isTooMany(index)) return;
    for (const [key, afterKey] of this.read(at, keyType)) {
      if (this.#text[afterKey] !== "=") continue;
      for (const [value, end] of this.read(afterKey + 1, valueType)) {
        if (this.#text[end] === "}") yield [[[key, value]], end + 1];
        if (!this.#text.startsWith(", ", end)) continue;
        for (const [rest, last] of this.#textEntries(end + 2, keyType, valueType, index + 1)) {
          yield [[[key, value], ...rest], last];
        }
      }
    }
  }

  /** Ends the search where a list of text is so long that it has countless readings. */
  #isTooMany(index: number): boolean {
    if (index > MAX_ITEMS) this.#steps = MAX_STEPS + 1;
    return this.isExhausted;
  }

  /** A scalar ends before a separator or a bracket; where it can contain one, every end is tried. */
  *#scalar(at: number, type: LogicalType): Generator<Reading> {
    for (let end = at; end <= this.#text.length; end += 1) {
      if (!this.#isEnd(end)) continue;
      if (!isDefinite(type)) this.#steps += 1;
      if (this.isExhausted) return;
      const value = this.#tryScalar(this.#text.slice(at, end), type);
      if (value !== undefined) yield [value, end];
      if (isDefinite(type)) return;
    }
  }

  #tryScalar(text: string, type: LogicalType): FlinkValue | undefined {
    try {
      return this.#decode(text, type);
    } catch (error) {
      if (error instanceof FlinkDecodeError) return undefined;
      throw error;
    }
  }

  #isEnd(at: number): boolean {
    return (
      at === this.#text.length || /[\]})=]/.test(this.#text[at] ?? "") || this.#text.startsWith(", ", at)
    );
  }
}
