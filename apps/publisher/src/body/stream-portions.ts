import type { IncomingMessage } from "node:http";
import { ArraySplitter } from "./array-splitter.ts";
import { BodyFault } from "./body-fault.ts";
import { type ParsedPortion, parsePortion } from "./json-portion.ts";
import { LineSplitter } from "./line-splitter.ts";
import type { BodyFormat } from "./media-type.ts";
import type { RawPortion, SplitLimits } from "./raw-portion.ts";
import { type BodyStart, readFault, tooLarge } from "./read-start.ts";
import { SlowClient } from "./slow-client.ts";
import { withoutBom } from "./whole-body.ts";

/** How a large batch is read. */
export interface StreamOptions {
  readonly format: BodyFormat;
  readonly limits: SplitLimits;
  /** Decompressed. */
  readonly maxBytes: number;
  /** Sees every byte of the body, decompressed. */
  readonly onBytes?: (chunk: Buffer) => void;
}

/** The beginning of a body of which more is to come. */
export type OpenBody = Extract<BodyStart, { readonly isWhole: false }>;

/**
 * A large batch portion by portion, no faster than portions are asked for. What ends it before its end comes with the last
 * portion as a fault, and not as an error.
 * @throws BodyAbortedError
 */
export async function* streamPortions(
  request: IncomingMessage,
  body: OpenBody,
  options: StreamOptions,
): AsyncGenerator<ParsedPortion, void> {
  const { format } = options;
  let first = 0;
  // From now on: a client is told that it is slow, and not that nothing was taken.
  const client = new SlowClient(request);
  try {
    for await (const raw of rawPortions({ request, client }, body, options)) {
      const parsed = parsePortion(raw, format, first);
      first += raw.starts.length;
      yield parsed;
      if (parsed.fault !== undefined) return;
    }
  } catch (error) {
    if (!(error instanceof BodyFault)) throw error;
    yield { portion: noItems, fault: error };
  } finally {
    client.forget();
  }
}

const noItems: ParsedPortion["portion"] = { items: [], original: () => Buffer.alloc(0) };

/** Whose body it is. */
interface Sender {
  readonly request: IncomingMessage;
  readonly client: SlowClient;
}

async function* rawPortions(
  sender: Sender,
  body: OpenBody,
  { format, limits, maxBytes, onBytes }: StreamOptions,
): AsyncGenerator<RawPortion, void> {
  const splitter = format === "lines" ? new LineSplitter(limits) : new ArraySplitter(limits);
  let size = body.bytes.length;
  onBytes?.(body.bytes);
  yield* splitter.push(withoutBom(body.bytes));
  for await (const chunk of chunksOf(sender, body)) {
    size += chunk.length;
    if (size > maxBytes) throw tooLarge(maxBytes);
    onBytes?.(chunk);
    yield* splitter.push(chunk);
  }
  yield* splitter.end();
}

/** The rest of a body; the connection stays for the answer when nobody reads on. */
async function* chunksOf({ request, client }: Sender, { rest }: OpenBody): AsyncGenerator<Buffer, void> {
  const chunks = rest.iterator({ destroyOnReturn: false });
  try {
    for (;;) {
      const { done, value } = await client.inTime(chunks.next());
      if (done === true) return;
      yield value as Buffer;
    }
  } catch (error) {
    throw readFault(request, error);
  } finally {
    // It ends when what it waits for has come, or is not going to.
    chunks.return?.(undefined).catch(() => undefined);
  }
}
