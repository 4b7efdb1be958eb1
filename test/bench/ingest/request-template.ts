/** What one request posts: one event, or an array of several. */
export interface RequestShape {
  readonly path: string;
  /** Events in a request. A single one is posted as it is, several as an array. */
  readonly items: number;
}

const idDigits = 12;
/** The last twelve digits of an id count events. */
const idForm = "0000-4000-8000-";
const postcodes = 500;
const hexDigits = Buffer.from("0123456789abcdef");

/** The identifier of an event: a UUID that says in which run it was posted, and as which. */
export function eventId(run: number, number: number): string {
  const head = run.toString(16).padStart(8, "0");
  return `${head}-${idForm}${number.toString(16).padStart(idDigits, "0")}`;
}

/** The run and the number of an {@link eventId}; undefined for any other text. */
export function parseEventId(id: string): { readonly run: number; readonly number: number } | undefined {
  if (id.length !== 36 || id.slice(9, 24) !== idForm) return undefined;
  return { run: Number.parseInt(id.slice(0, 8), 16), number: Number.parseInt(id.slice(24), 16) };
}

/**
 * A whole HTTP request, made once: only the digits of its events' ids are written anew for each time that it is sent, which
 * costs a load generator next to nothing.
 */
export class RequestTemplate {
  readonly bytes: Buffer;
  readonly #items: number;
  readonly #places: readonly number[];

  /** @param variant picks other postcodes and users than the next */
  constructor({ path, items }: RequestShape, run: number, variant: number) {
    const events = Array.from({ length: items }, (_, at) => pageView(run, variant * items + at));
    const body = JSON.stringify(items === 1 ? events[0] : events);
    const head =
      `POST ${path} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n` +
      `Content-Length: ${Buffer.byteLength(body)}\r\n\r\n`;
    this.bytes = Buffer.from(head + body);
    this.#items = items;
    this.#places = placesOf(this.bytes, eventId(run, 0));
  }

  /** Makes it the request of this number; the bytes must have been sent before. */
  renumber(request: number): void {
    const { bytes } = this;
    let number = request * this.#items;
    for (const place of this.#places) {
      let rest = number;
      for (let at = place + idDigits - 1; at >= place; at -= 1) {
        bytes[at] = hexDigits[rest % 16] as number;
        rest = Math.floor(rest / 16);
      }
      number += 1;
    }
  }
}

function pageView(run: number, number: number): unknown {
  return {
    event_id: eventId(run, 0),
    user_id: 1_000_000 + (number % 900_000),
    postcode: `SW${(number * 7) % postcodes}`,
    webpage: `www.website.com/shop/product-${number % 97}.html`,
    timestamp: Math.floor(Date.now() / 1000),
  };
}

/** Where the counting digits of each id begin. */
function placesOf(bytes: Buffer, id: string): readonly number[] {
  const places: number[] = [];
  for (let at = bytes.indexOf(id); at >= 0; at = bytes.indexOf(id, at + id.length))
    places.push(at + id.length - idDigits);
  return places;
}
